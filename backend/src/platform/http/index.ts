export {
  type HttpAnswer,
  HttpFailure,
  type HttpFailureReason,
  type HttpRequest,
  httpRequest,
} from './http-request.ts';
export { type RetryOptions, retry } from './retry.ts';
