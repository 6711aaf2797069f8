import type { Prevout } from '../../bitcoin/index.ts';
import { fromStoredRequest, type SpellRequest } from '../spell/spell-request.ts';
import { parseFeeRate } from '../spell/transaction-size.ts';
import type { SpellJobState } from './spell-job.ts';

/** A spell job as it stands. What a later step writes is null before it. */
export interface SpellJobRow {
  readonly merchantId: string;
  readonly id: string;
  readonly transactionId: string;
  readonly personId: string;
  readonly state: SpellJobState;
  readonly request: SpellRequest;
  /** The signer's address: it funds, receives the charm and takes the change. */
  readonly changeAddress: string;
  /** The signer's, untweaked, in hex. */
  readonly publicKey: string | null;
  /** Asked of the prover, in thousandths of sat/vB. */
  readonly feeRate: bigint | null;
  /** CBOR. */
  readonly spell: Uint8Array | null;
  readonly prevouts: readonly Prevout[] | null;
  readonly unsignedTx: Uint8Array | null;
  readonly psbt: string | null;
  readonly proverFeeSats: bigint | null;
  /** Until it is known to be broadcast. */
  readonly signedTx: Uint8Array | null;
  readonly planCurrent: boolean | null;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
}

/** A row of the table, before what is stored as JSON or text is read. */
export interface StoredSpellJob extends Omit<SpellJobRow, 'state' | 'request' | 'feeRate' | 'prevouts'> {
  readonly state: string;
  readonly request: unknown;
  readonly feeRate: { toFixed(places: number): string } | null;
  readonly prevouts: unknown;
}

interface StoredPrevout {
  readonly amountSats: string;
  readonly script: string;
}

export function toSpellJobRow(stored: StoredSpellJob): SpellJobRow {
  return {
    ...stored,
    state: stored.state as SpellJobState,
    request: fromStoredRequest(stored.request),
    feeRate: stored.feeRate && parseFeeRate(stored.feeRate.toFixed(3)),
    prevouts: stored.prevouts === null ? null : fromStoredPrevouts(stored.prevouts as StoredPrevout[]),
  };
}

export function toStoredPrevouts(prevouts: readonly Prevout[]): { amountSats: string; script: string }[] {
  return prevouts.map(({ amountSats, script }) => ({
    amountSats: String(amountSats),
    script: Buffer.from(script).toString('hex'),
  }));
}

function fromStoredPrevouts(stored: readonly StoredPrevout[]): Prevout[] {
  return stored.map(({ amountSats, script }) => ({
    amountSats: BigInt(amountSats),
    script: new Uint8Array(Buffer.from(script, 'hex')),
  }));
}
