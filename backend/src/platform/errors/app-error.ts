import type { ErrorCode } from './error-table.ts';

/**
 * An error that callers are meant to see. Subclasses take facts, not sentences; what the public reads comes
 * from the error table by `code`, with the facts filled in.
 */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode;
  /** Facts for the caller: field names, limits, ids. Never secrets. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor(facts: Record<string, string | number | boolean | null> = {}, options?: { cause?: unknown }) {
    super(undefined, options);
    this.name = new.target.name;
    this.facts = facts;
  }

  override get message(): string {
    const facts = Object.entries(this.facts).map(([key, value]) => `${key}=${value}`);
    return [this.code, ...facts].join(' ');
  }
}

/** An error whose reason is for our logs: the public reads no more of it than that it happened. */
export abstract class UntoldReasonError extends AppError {
  constructor(
    readonly reason: string,
    options?: { cause?: unknown },
    facts: AppError['facts'] = {},
  ) {
    super({ ...facts }, options);
  }

  override get message(): string {
    return `${super.message} ${this.reason}`;
  }
}

/** A field of the input that cannot be used, and what would be right. */
export class InvalidInputError extends AppError {
  readonly code = 'INVALID_INPUT';

  constructor(
    readonly field: string,
    readonly expected: string,
    options?: { cause?: unknown },
  ) {
    super({ field, expected }, options);
  }
}

/** Nobody is signed in, or the session is over. */
export class UnauthenticatedError extends AppError {
  readonly code = 'UNAUTHENTICATED';
}

/** Signed in, but this is not theirs to do. */
export class ForbiddenError extends AppError {
  readonly code = 'FORBIDDEN';
}

/** There is no such thing, or none that the caller may know of: the two look the same on purpose. */
export class NotFoundError extends AppError {
  readonly code = 'NOT_FOUND';

  constructor(
    readonly kind: string,
    readonly id: string,
  ) {
    super({ kind, id });
  }
}

/** Asked too often; the same request passes after the wait. */
export class RateLimitedError extends AppError {
  readonly code = 'RATE_LIMITED';

  constructor(readonly seconds: number) {
    super({ seconds });
  }
}

/** Something else was asked under this key before. */
export class IdempotencyKeyReusedError extends AppError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor(readonly key: string) {
    super({ key });
  }
}
