import { AppError } from '../platform/errors/index.ts';

/** The node cannot be asked now: unreachable, too slow, starting, or it refuses the credentials. */
export class NodeUnavailableError extends AppError {
  readonly code = 'NODE_UNAVAILABLE';

  constructor(
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super({ reason }, options);
  }
}

/** The service that lists outputs or transactions (Esplora) cannot be asked now, or answers nonsense. */
export class UtxoSourceUnavailableError extends AppError {
  readonly code = 'UTXO_SOURCE_UNAVAILABLE';

  constructor(
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super({ reason }, options);
  }
}

/** The network (that is, our node's rules) refuses a transaction. */
export class BroadcastRejectedError extends AppError {
  readonly code = 'BROADCAST_REJECTED';

  constructor(
    /** The node's words, such as `min relay fee not met`. */
    readonly reason: string,
  ) {
    super({ reason });
  }
}

/** A signed PSBT belongs to another transaction than the one that was handed out. */
export class PsbtMismatchError extends AppError {
  readonly code = 'PSBT_MISMATCH';

  constructor(
    readonly difference: string,
    options?: { cause?: unknown },
  ) {
    super({ difference }, options);
  }
}

/** An input of a PSBT is not signed, or its signature is not valid for exactly this transaction. */
export class PsbtIncompleteError extends AppError {
  readonly code = 'PSBT_INCOMPLETE';

  constructor(
    readonly input: number,
    readonly problem: string,
  ) {
    super({ input, problem });
  }
}
