import type { LetterSource } from '../../notifications/index.ts';
import { ENDPOINT_DISABLED } from './endpoint.ts';
import { readEndpointLetters } from './endpoint-letter.repository.ts';

/** A merchant is written to at its contact address, where that is one of e-mail, when an endpoint was given up. */
export const endpointLetterSource: LetterSource = {
  types: [ENDPOINT_DISABLED],
  letters: readEndpointLetters,
};
