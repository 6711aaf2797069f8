import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, type Hex, plainBytes } from '../bytes.ts';
import { CharmsError } from '../errors.ts';
import type { OutPoint } from '../outpoint.ts';
import { TransactionReader } from './transaction-reader.ts';

export interface TxInput {
  readonly prevout: OutPoint;
  readonly scriptSig: Uint8Array;
  readonly sequence: number;
  /** Read from the raw bytes when asked for; empty for a legacy input. */
  readonly witness: readonly Uint8Array[];
}

export interface TxOutput {
  readonly amountSats: bigint;
  /** scriptPubKey */
  readonly script: Uint8Array;
}

/** What the package needs of a Bitcoin transaction. Byte fields are views into the raw bytes. */
export interface ParsedTx {
  readonly txid: Hex;
  readonly version: number;
  readonly locktime: number;
  readonly inputs: readonly TxInput[];
  readonly outputs: readonly TxOutput[];
}

/** No block holds more (BIP 141: four million weight units). */
const MAX_BYTES = 4_000_000;
const VERSION_BYTES = 4;
/** prevout, empty scriptSig, sequence */
const MIN_INPUT_BYTES = 41;
/** amount, empty script */
const MIN_OUTPUT_BYTES = 9;
const NO_WITNESS: readonly Uint8Array[] = [];

/**
 * Parses a serialised transaction, with or without witnesses (BIP 144).
 * The result refers to the bytes and does not copy them: do not write to them afterwards.
 * @throws CharmsError `TX_MALFORMED` or `TX_TOO_LARGE`
 */
export function parseTransaction(bytes: Uint8Array): ParsedTx {
  const raw = plainBytes(bytes);
  if (raw.length > MAX_BYTES) throw new CharmsError('TX_TOO_LARGE', `over ${MAX_BYTES} bytes`);
  const reader = new TransactionReader(raw);
  const version = reader.uint32();
  const segwit = raw[reader.offset] === 0;
  if (segwit && reader.uint16() !== 0x0100) throw new CharmsError('TX_MALFORMED', 'unknown segwit flag');
  const bodyStart = reader.offset;

  const inputs = readMany(reader, MIN_INPUT_BYTES, () => readInput(reader));
  if (inputs.length === 0) throw new CharmsError('TX_MALFORMED', 'a transaction has inputs');
  const outputs = readMany(reader, MIN_OUTPUT_BYTES, () => readOutput(reader));
  const bodyEnd = reader.offset;

  const witnesses = segwit ? inputs.map(() => reader.skipWitness()) : [];
  if (segwit && witnesses.every((start) => raw[start] === 0)) {
    throw new CharmsError('TX_MALFORMED', 'a transaction without witnesses has no segwit flag');
  }
  const locktimeStart = reader.offset;
  const locktime = reader.uint32();
  reader.end();

  const hash = sha256.create().update(raw.subarray(0, VERSION_BYTES));
  hash.update(raw.subarray(bodyStart, bodyEnd)).update(raw.subarray(locktimeStart));
  return {
    txid: bytesToHex(sha256(hash.digest()).reverse()),
    version,
    locktime,
    inputs: inputs.map((input, index) => withWitness(input, raw, witnesses[index])),
    outputs,
  };
}

type Outer = Omit<TxInput, 'witness'>;

function readInput(reader: TransactionReader): Outer {
  const txid = bytesToHex(reader.take(32).slice().reverse());
  return {
    prevout: { txid, vout: reader.uint32() },
    scriptSig: reader.take(reader.compactSize()),
    sequence: reader.uint32(),
  };
}

function readOutput(reader: TransactionReader): TxOutput {
  return { amountSats: reader.uint64(), script: reader.take(reader.compactSize()) };
}

/** Witnesses are most of a block's bytes and rarely looked at, so they are only located here. */
function withWitness(input: Outer, raw: Uint8Array, start: number | undefined): TxInput {
  if (start === undefined) return { ...input, witness: NO_WITNESS };
  return {
    ...input,
    get witness() {
      return new TransactionReader(raw, start).witness();
    },
  };
}

function readMany<T>(reader: TransactionReader, minBytes: number, read: () => T): T[] {
  const count = reader.count(minBytes);
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read());
  return items;
}
