export type MigrationErrorCode =
  | 'SOURCE_NOT_FOUND'
  | 'SOURCE_AMBIGUOUS'
  | 'SOURCE_BROKEN'
  | 'ALREADY_RUNNING'
  | 'ROLL_BACK_UNFINISHED'
  | 'NOTHING_TO_ROLL_BACK'
  | 'ALREADY_SPENT';

/** Why the migration does not go on, in a sentence that an operator can act on. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.code = code;
  }
}
