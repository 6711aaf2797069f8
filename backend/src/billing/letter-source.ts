import { LETTER_KINDS, type LetterSource } from '../notifications/index.ts';
import { readLetters } from './letter.repository.ts';

/** What customers hear of by e-mail. */
export const billingLetterSource: LetterSource = { types: LETTER_KINDS, letters: readLetters };
