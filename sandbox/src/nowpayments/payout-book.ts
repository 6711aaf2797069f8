import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { PayoutStatus, SimulatedPayout } from './payout.ts';
import { authenticatorCode } from './totp.ts';

/** "unverified payouts will be automatically rejected in an hour after creation" */
const VERIFICATION_MS = 3_600_000;
/** "You'll have 10 attempts to verify the payout." */
const MAX_ATTEMPTS = 10;

export type NewPayout = Pick<
  SimulatedPayout,
  'address' | 'currency' | 'amount' | 'extraId' | 'uniqueExternalId' | 'ipnCallbackUrl'
>;

/** Payouts in batches, each batch verified once by a code of the authenticator app. */
export class PayoutBook {
  readonly all = new Map<string, SimulatedPayout>();
  readonly #attempts = new Map<string, number>();
  readonly #clock: Clock;
  readonly #totpSecret: string;
  readonly #onChange: (payout: SimulatedPayout) => void;
  #nextId: number;

  constructor(
    clock: Clock,
    totpSecret: string,
    onChange: (payout: SimulatedPayout) => void,
    firstId: number,
  ) {
    this.#clock = clock;
    this.#nextId = firstId;
    this.#totpSecret = totpSecret;
    this.#onChange = onChange;
  }

  createBatch(payouts: readonly NewPayout[]): { id: string; payouts: SimulatedPayout[] } {
    const batchId = String(this.#nextId++);
    const created = payouts.map((payout): SimulatedPayout => {
      const id = String(this.#nextId++);
      return {
        ...payout,
        id,
        batchId,
        createdAt: this.#clock.now(),
        status: 'WAITING',
        hash: null,
        error: null,
        requestedAt: null,
        updatedAt: null,
      };
    });
    for (const payout of created) this.all.set(payout.id, payout);
    return { id: batchId, payouts: created };
  }

  /** Those of one batch, or the one with that id; late ones have been rejected. */
  find(id: string): SimulatedPayout[] {
    const found = [...this.all.values()].filter((payout) => payout.batchId === id || payout.id === id);
    for (const payout of found) this.rejectIfOverdue(payout);
    return found;
  }

  /** Whether the code was right; wrong ones count. */
  verify(batchId: string, code: string): 'verified' | 'wrong code' | 'too many attempts' {
    const attempts = (this.#attempts.get(batchId) ?? 0) + 1;
    this.#attempts.set(batchId, attempts);
    if (attempts > MAX_ATTEMPTS) return 'too many attempts';
    if (code !== authenticatorCode(this.#totpSecret, this.#clock.now())) return 'wrong code';
    for (const payout of this.find(batchId)) {
      if (payout.status === 'WAITING') {
        payout.requestedAt = this.#clock.now();
        this.setStatus(payout, 'PROCESSING');
      }
    }
    return 'verified';
  }

  setStatus(payout: SimulatedPayout, status: PayoutStatus, error: string | null = null): void {
    payout.status = status;
    payout.error = error;
    payout.updatedAt = this.#clock.now();
    if (status === 'FINISHED') payout.hash = createHash('sha256').update(payout.id).digest('hex');
    this.#onChange(payout);
  }

  rejectIfOverdue(payout: SimulatedPayout): void {
    const ageMs = this.#clock.now().getTime() - payout.createdAt.getTime();
    if (payout.status === 'WAITING' && ageMs > VERIFICATION_MS) this.setStatus(payout, 'REJECTED');
  }
}
