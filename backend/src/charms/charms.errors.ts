import { AppError } from '../platform/errors/index.ts';

/** The prover is away, too slow, or failed in a way that may pass. */
export class ProverUnavailableError extends AppError {
  readonly code = 'PROVER_UNAVAILABLE';
}

/** The prover says that the spell or the request is wrong (HTTP 400). */
export class ProverRefusedError extends AppError {
  readonly code = 'PROVER_REFUSED';

  constructor(readonly reason: string) {
    super({ reason });
  }
}

/** In what the prover's transaction differs from what was asked. */
export type ProverDifference =
  | 'not_a_transaction'
  | 'already_signed'
  | 'version'
  | 'locktime'
  | 'sequence'
  | 'inputs'
  | 'output_count'
  | 'coins'
  | 'spell_missing'
  | 'spell_changed'
  | 'proof'
  | 'prover_fee'
  | 'change'
  | 'fee_too_low'
  | 'fee_too_high';

/** The prover returned something other than what was asked: nobody is asked to sign it. */
export class ProverAnswerWrongError extends AppError {
  readonly code = 'PROVER_ANSWER_WRONG';

  constructor(
    readonly difference: ProverDifference,
    readonly detail: string,
  ) {
    super({ difference, detail });
  }
}

/** The transaction is at a step at which this cannot be done. */
export class SpellJobStateError extends AppError {
  readonly code = 'SPELL_JOB_STATE';

  constructor(readonly state: string) {
    super({ state });
  }
}

/** The plan's NFT that the transaction refers to has been spent: its mint would buy nothing. */
export class PlanOutdatedError extends AppError {
  readonly code = 'PLAN_OUTDATED';

  constructor(readonly planNft: string) {
    super({ planNft });
  }
}

/** Somebody else's purchase of a limited plan is under way; each spends what the one before leaves. */
export class PlanBusyError extends AppError {
  readonly code = 'PLAN_BUSY';
}

/** A limited plan has fewer periods left than are wanted. */
export class PlanSoldOutError extends AppError {
  readonly code = 'PLAN_LIMITED';

  constructor(readonly left: bigint) {
    super({ left: left.toString() });
  }
}

/** No binary is known for the contract of this app. */
export class AppBinaryUnknownError extends AppError {
  readonly code = 'APP_BINARY_UNKNOWN';

  constructor(readonly vk: string) {
    super({ vk });
  }
}

/** The signer's address does not hold enough that can be spent now. */
export class FundsInsufficientError extends AppError {
  readonly code = 'FUNDS_INSUFFICIENT';

  constructor(
    readonly availableSats: bigint,
    readonly neededSats: bigint,
  ) {
    super({ availableSats: String(availableSats), neededSats: String(neededSats) });
  }
}

/** Another transaction that was handed out for the same may still go through: this one has to wait for it. */
export class EarlierTransactionOpenError extends AppError {
  readonly code = 'EARLIER_TRANSACTION_OPEN';
}

/** Somebody else's transaction spent the outputs that were to fund this one. */
export class InputsSpentError extends AppError {
  readonly code = 'INPUTS_SPENT';
}

/** The person has begun as many transactions without sending them as anybody may. */
export class UnsentLimitError extends AppError {
  readonly code = 'UNSENT_LIMIT';

  constructor(readonly limit: number) {
    super({ limit });
  }
}
