/** Every reason why the stack cannot start or go on, as a stable code. */
export type StackErrorCode =
  | 'NODE_TOO_OLD'
  | 'CONFIGURATION_INVALID'
  | 'PORT_TAKEN'
  | 'DATA_FOLDER_IN_USE'
  | 'POSTGRES_UNAVAILABLE'
  | 'BITCOIND_UNAVAILABLE'
  | 'WRONG_CHAIN'
  | 'SERVICE_UNREACHABLE'
  | 'SERVICE_NOT_READY'
  | 'SERVICE_STOPPED'
  | 'BUILD_FAILED';

/** What went wrong and what to do about it: each is one sentence that a person can act on. */
export class StackError extends Error {
  readonly code: StackErrorCode;
  readonly remedy: string;

  constructor(code: StackErrorCode, problem: string, remedy: string, cause?: unknown) {
    super(`${problem} ${remedy}`, cause === undefined ? undefined : { cause });
    this.name = 'StackError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** The message of anything that was thrown, with the cause that `fetch` and friends hide one level down. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
