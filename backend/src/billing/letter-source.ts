import { CUSTOMER_LETTERS, type LetterSource } from '../notifications/index.ts';
import { readLetters } from './letter.repository.ts';

/** What customers hear of by e-mail. */
export const billingLetterSource: LetterSource = { types: CUSTOMER_LETTERS, letters: readLetters };
