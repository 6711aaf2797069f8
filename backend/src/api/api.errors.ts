import { AppError } from '../platform/errors/index.ts';

/** The document or operation asks for more than one request may. */
export class QueryTooCostlyError extends AppError {
  readonly code = 'QUERY_TOO_COSTLY';

  constructor(limit: string) {
    super({ limit });
  }
}

/** The request is not one that can be understood; `reason` says how, in our words or graphql-js's. */
export class BadRequestError extends AppError {
  readonly code = 'BAD_REQUEST';

  constructor(reason: string) {
    super({ reason });
  }
}

/** The body is larger than any request of this API has to be. */
export class PayloadTooLargeError extends AppError {
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(bytes: number) {
    super({ bytes });
  }
}
