import { CharmsError, decodeSpell, type NormalizedSpell, parseTransaction } from '@charmbills/charms';
import { ProveRefusedError } from '../errors.ts';
import type { PrevTx, ProveRequest, RequestFields } from './prove-request.ts';

/**
 * docs/protocols/charms.md "Prover HTTP": the fields of a request. `collateral_utxo` is for Cardano and must be
 * absent.
 */
export const REQUEST_FIELDS: readonly string[] = [
  'spell',
  'app_private_inputs',
  'binaries',
  'prev_txs',
  'change_address',
  'fee_rate',
  'chain',
  'tx_ins_beamed_source_utxos',
  'app_signatures',
];

const HEX = /^(?:[0-9a-fA-F]{2})*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const VK = /^[0-9a-f]{64}$/;
/** A bitcoin for a virtual byte: no wallet means it, and below it the arithmetic is exact. */
const MAX_FEE_RATE = 100_000_000;

export function malformed(detail: string): ProveRefusedError {
  return new ProveRefusedError('REQUEST_MALFORMED', detail);
}

export function assertKnownFields(names: Iterable<string>): void {
  for (const name of names) {
    if (!REQUEST_FIELDS.includes(name)) throw malformed(`unknown field ${name}`);
  }
}

export function assertEmpty(entries: number, field: string): void {
  if (entries > 0)
    throw new ProveRefusedError('FEATURE_UNSUPPORTED', `${field} is not served by this prover`);
}

export function hexBytes(text: unknown, field: string): Uint8Array {
  if (typeof text !== 'string' || !HEX.test(text)) throw malformed(`${field} must be hexadecimal`);
  return new Uint8Array(Buffer.from(text, 'hex'));
}

export function base64Bytes(text: unknown, field: string): Uint8Array {
  if (typeof text !== 'string' || !BASE64.test(text)) throw malformed(`${field} must be base64`);
  return new Uint8Array(Buffer.from(text, 'base64'));
}

export function assertVk(text: string): void {
  if (!VK.test(text)) throw malformed('the keys of binaries are 64 lower-case hexadecimal digits');
}

/** @throws ProveRefusedError `SPELL_MALFORMED` unless the bytes are CBOR of a NormalizedSpell */
export function spellOf(bytes: Uint8Array): NormalizedSpell {
  return charms('SPELL_MALFORMED', () => decodeSpell(bytes));
}

/** Runs a reader of @charmbills/charms, whose error becomes a refusal. */
export function charms<T>(code: 'SPELL_MALFORMED' | 'REQUEST_MALFORMED', read: () => T, field = ''): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CharmsError)) throw error;
    throw new ProveRefusedError(code, `${field ? `${field}: ` : ''}${error.code}: ${error.message}`);
  }
}

/** Checks what does not depend on how the body was written. */
export function toProveRequest(fields: RequestFields): ProveRequest {
  const { spell, privateInputs, binaries, changeAddress, feeRate, chain } = fields;
  if (chain !== 'bitcoin') throw new ProveRefusedError('FEATURE_UNSUPPORTED', 'chain must be bitcoin');
  if (!Number.isFinite(feeRate) || feeRate < 0 || feeRate > MAX_FEE_RATE) {
    throw malformed('fee_rate must be a number of sat/vB, not negative');
  }
  return {
    spell,
    privateInputs,
    binaries,
    prevTxs: fields.prevTxs.map(prevTx),
    changeAddress,
    feeRateMilliSats: BigInt(Math.round(feeRate * 1_000)),
  };
}

function prevTx(hex: string): PrevTx {
  const raw = hexBytes(hex, 'prev_txs');
  return { raw, tx: charms('REQUEST_MALFORMED', () => parseTransaction(raw), 'prev_txs') };
}
