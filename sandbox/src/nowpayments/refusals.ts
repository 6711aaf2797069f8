import { Refusal } from '../http/serve.ts';

/** An error as the provider words it: `{status: false, statusCode, code, message}`. */
export function refusal(statusCode: number, code: string, message: string): Refusal {
  return new Refusal({ status: statusCode, body: { status: false, statusCode, code, message } });
}

export const invalidKey = () => refusal(403, 'INVALID_API_KEY', 'Invalid api key');
export const noToken = () =>
  refusal(401, 'AUTH_REQUIRED', 'Authorization header is empty (Bearer JWTtoken is required)');
export const wrongRequest = (message: string) => refusal(400, 'INVALID_REQUEST_PARAMS', message);
