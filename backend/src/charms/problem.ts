import { type AppError, publicText } from '../platform/errors/index.ts';

/** Code and public text of an error, as a job keeps it for its owner and the operator. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

export function problemOf({ code, facts }: AppError): Problem {
  return { code, message: publicText(code, facts) };
}
