export {
  AppError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  RateLimitedError,
  UnauthenticatedError,
  UntoldReasonError,
} from './app-error.ts';
export { describeError, type PublicError } from './describe-error.ts';
export { ERROR_TABLE, type ErrorCode, type ErrorRow, publicText } from './error-table.ts';
export { type UnexpectedError, unexpectedErrors } from './unexpected-errors.ts';
