import type { ErrorCode } from './generated/error-codes.ts';

/** What goes wrong before the API has answered. */
export type TransportCode = 'NETWORK' | 'TIMEOUT' | 'ANSWER_UNREADABLE';

export type Facts = Readonly<Record<string, unknown>>;

/** An error of the API, by its code, or of the way there. Newer servers may know codes that are not listed here. */
export class CharmBillsError extends Error {
  readonly code: ErrorCode | TransportCode;
  /** Whether the same request may succeed later without any change. */
  readonly retryable: boolean;
  /** What the message names: fields, limits, ids. */
  readonly facts: Facts;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** By which the server's operator finds the request in the log. */
  readonly requestId: string | undefined;

  constructor(
    error: {
      readonly code: ErrorCode | TransportCode;
      readonly message: string;
      readonly retryable: boolean;
      readonly facts?: Facts;
      readonly status?: number | undefined;
      readonly requestId?: string | undefined;
    },
    options?: { cause?: unknown },
  ) {
    super(error.message, options);
    this.name = 'CharmBillsError';
    this.code = error.code;
    this.retryable = error.retryable;
    this.facts = error.facts ?? {};
    this.status = error.status;
    this.requestId = error.requestId;
  }
}
