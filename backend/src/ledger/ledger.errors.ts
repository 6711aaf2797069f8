import { AppError } from '../platform/errors/index.ts';

export { IdempotencyKeyReusedError } from '../platform/errors/index.ts';

/** The account holds less than is needed, counting what is locked and what must stay as gone. */
export class InsufficientFundsError extends AppError {
  readonly code = 'INSUFFICIENT_FUNDS';
  /** In the currency's smallest unit. */
  readonly available: bigint;
  readonly needed: bigint;

  constructor(
    readonly accountId: string,
    readonly currency: string,
    amounts: { available: bigint; needed: bigint },
  ) {
    const { available, needed } = amounts;
    super({ account: accountId, currency, available: available.toString(), needed: needed.toString() });
    this.available = available;
    this.needed = needed;
  }
}

export class AccountNotFoundError extends AppError {
  readonly code = 'ACCOUNT_NOT_FOUND';

  constructor(readonly accountId: string) {
    super({ account: accountId });
  }
}

/** The account counts in another currency than was asked to move. */
export class CurrencyMismatchError extends AppError {
  readonly code = 'CURRENCY_MISMATCH';

  constructor(
    readonly accountId: string,
    readonly currency: string,
    readonly asked: string,
  ) {
    super({ account: accountId, currency, asked });
  }
}

/** No account is opened in it: see LEDGER_CURRENCIES. */
export class CurrencyUnknownError extends AppError {
  readonly code = 'CURRENCY_UNKNOWN';

  constructor(currency: string) {
    super({ currency });
  }
}

export class HoldNotFoundError extends AppError {
  readonly code = 'HOLD_NOT_FOUND';

  constructor(readonly holdId: string) {
    super({ hold: holdId });
  }
}

/** The hold is over, or has less left than is asked. */
export class HoldStateError extends AppError {
  readonly code = 'HOLD_STATE';
  /** In the currency's smallest unit. */
  readonly remaining: bigint;

  constructor(
    readonly holdId: string,
    readonly status: string,
    remaining: bigint,
  ) {
    super({ hold: holdId, status, remaining: remaining.toString() });
    this.remaining = remaining;
  }
}

/** It has been reversed already, or moved nothing. */
export class PostingNotReversibleError extends AppError {
  readonly code = 'POSTING_NOT_REVERSIBLE';

  constructor(readonly reason: 'reversed' | 'not_mirrored' | 'no_transfers') {
    super({ reason });
  }
}
