import { CharmsError, type CharmsErrorCode } from '../errors.ts';

/** The code a call is refused with; undefined when it returns. Any other error passes through. */
export function codeOf(call: () => unknown): CharmsErrorCode | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof CharmsError) return error.code;
    throw error;
  }
}
