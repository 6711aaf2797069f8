import { ProverStartError } from './errors.ts';
import { isLie, type Lie } from './lies.ts';
import type { Waits } from './waits.ts';

/** What a running dev prover can be told, for tests. */
export interface ProverControl {
  /** From now on a proof takes this long. */
  delay(ms: number): void;
  /** Ends every delay and every hang that is under way. */
  release(): void;
  /** The next proofs, this many, fail as a real prover does now and then: HTTP 500. */
  failNext(times: number): void;
  /** From now on every answer is this lie; null ends it. */
  lie(name: Lie | null): void;
  /** Requests to prove received so far, whatever became of them. */
  readonly requests: number;
  /** Proofs made so far: not those answered from the cache, refused, or failed. */
  readonly proofs: number;
}

/** Behaviour from the start. */
export interface Behaviour {
  readonly delayMs?: number;
  readonly failures?: number;
  readonly lie?: Lie | null;
}

/** The state behind {@link ProverControl}. */
export class ControlState implements ProverControl {
  delayMs = 0;
  failures = 0;
  told: Lie | null = null;
  requests = 0;
  proofs = 0;
  readonly #waits: Waits;

  constructor(waits: Waits, { delayMs = 0, failures = 0, lie = null }: Behaviour) {
    this.#waits = waits;
    this.delay(delayMs);
    this.failNext(failures);
    this.lie(lie);
  }

  delay(ms: number): void {
    if (!(ms >= 0)) throw new ProverStartError('OPTION_INVALID', `delayMs must not be negative, got ${ms}`);
    this.delayMs = ms;
  }

  release(): void {
    this.#waits.release();
  }

  failNext(times: number): void {
    if (!Number.isSafeInteger(times) || times < 0) {
      throw new ProverStartError('OPTION_INVALID', `failures must be a number of times, got ${times}`);
    }
    this.failures = times;
  }

  lie(name: Lie | null): void {
    if (name !== null && !isLie(name))
      throw new ProverStartError('OPTION_INVALID', `${name} is no lie this prover knows`);
    this.told = name;
  }
}
