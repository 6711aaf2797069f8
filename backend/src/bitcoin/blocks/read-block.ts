import { hash as digest } from 'node:crypto';
import { type OutPoint, type ParsedTx, parseTransaction } from '@charmbills/charms';
import type { BlockTransaction, ConnectedBlock } from './block.ts';
import { ByteReader } from './byte-reader.ts';

const HASH_BYTES = 32;
const VERSION_BYTES = 4;
const LOCKTIME_BYTES = 4;
const SEQUENCE_BYTES = 4;
const AMOUNT_BYTES = 8;
const HEADER_BYTES = 80;
/** A transaction, an input and an output take no fewer bytes than these. */
const MIN_BYTES = { transaction: 10, input: 41, output: 9 };
/** What every spell output holds, whatever its exact form. */
const SPELL_MARKER = Buffer.from('spell');
const COINBASE_TXID = '0'.repeat(2 * HASH_BYTES);

/**
 * Reads a serialised block in one walk over its bytes: ids and spent outputs of all transactions, and the rest
 * of a transaction only when somebody looks at it. The result refers to `raw`, which must not change.
 * @throws RangeError when the bytes are not a block
 */
export function readBlock(raw: Uint8Array, height: number): ConnectedBlock {
  const reader = new ByteReader(raw);
  const header = reader.take(HEADER_BYTES);
  const prevHash = displayHex(header, VERSION_BYTES);
  const time = new Date(header.readUInt32LE(VERSION_BYTES + 2 * HASH_BYTES) * 1_000);
  const transactions: BlockTransaction[] = [];
  for (let left = count(reader, MIN_BYTES.transaction); left > 0; left--) {
    transactions.push(readTransaction(reader));
  }
  if (reader.left > 0) throw new RangeError('bytes are left over');
  return { height, hash: displayHex(doubleSha256(header), 0), prevHash, time, transactions };
}

/**
 * Reads one serialised transaction, as `readBlock` does those of a block.
 * @throws RangeError when the bytes are not a transaction
 */
export function readBlockTransaction(raw: Uint8Array): BlockTransaction {
  const reader = new ByteReader(raw);
  const transaction = readTransaction(reader);
  if (reader.left > 0) throw new RangeError('bytes are left over');
  return transaction;
}

/** BIP 144; the id leaves out marker, flag and witnesses. */
function readTransaction(reader: ByteReader): BlockTransaction {
  const { bytes } = reader;
  const start = reader.skip(VERSION_BYTES);
  const segwit = bytes[reader.offset] === 0;
  if (segwit) reader.skip(2);
  const bodyStart = reader.offset;
  const spends: OutPoint[] = [];
  const inputs = count(reader, MIN_BYTES.input);
  for (let left = inputs; left > 0; left--) {
    const at = reader.skip(HASH_BYTES);
    const txid = displayHex(bytes, at);
    spends.push({ txid, vout: reader.uint32() });
    reader.skip(reader.compactSize());
    reader.skip(SEQUENCE_BYTES);
  }
  const outputsStart = reader.offset;
  for (let left = count(reader, MIN_BYTES.output); left > 0; left--) {
    reader.skip(AMOUNT_BYTES);
    reader.skip(reader.compactSize());
  }
  const bodyEnd = reader.offset;
  if (segwit) for (let left = inputs; left > 0; left--) skipWitness(reader);
  const end = reader.skip(LOCKTIME_BYTES) + LOCKTIME_BYTES;
  const raw = bytes.subarray(start, end);
  const hashed = segwit
    ? Buffer.concat([
        raw.subarray(0, VERSION_BYTES),
        bytes.subarray(bodyStart, bodyEnd),
        raw.subarray(-LOCKTIME_BYTES),
      ])
    : raw;
  const isCoinbase = spends[0]?.txid === COINBASE_TXID;
  return new LazyTransaction(
    displayHex(doubleSha256(hashed), 0),
    raw,
    isCoinbase ? [] : spends,
    bytes.subarray(outputsStart, bodyEnd).includes(SPELL_MARKER),
  );
}

class LazyTransaction implements BlockTransaction {
  readonly txid: string;
  readonly raw: Uint8Array;
  readonly spends: readonly OutPoint[];
  readonly mayCarrySpell: boolean;
  #parsed: ParsedTx | undefined;

  constructor(txid: string, raw: Uint8Array, spends: readonly OutPoint[], mayCarrySpell: boolean) {
    this.txid = txid;
    this.raw = raw;
    this.spends = spends;
    this.mayCarrySpell = mayCarrySpell;
  }

  get version(): number {
    return this.#whole.version;
  }

  get locktime(): number {
    return this.#whole.locktime;
  }

  get inputs(): ParsedTx['inputs'] {
    return this.#whole.inputs;
  }

  get outputs(): ParsedTx['outputs'] {
    return this.#whole.outputs;
  }

  get #whole(): ParsedTx {
    this.#parsed ??= parseTransaction(this.raw);
    return this.#parsed;
  }
}

function skipWitness(reader: ByteReader): void {
  for (let left = count(reader, 1); left > 0; left--) reader.skip(reader.compactSize());
}

/** A number of things of at least `minBytes` each, refused when they cannot all be there. */
function count(reader: ByteReader, minBytes: number): number {
  const value = reader.compactSize();
  if (value * minBytes > reader.left) throw new RangeError('the data ends too early');
  return value;
}

function doubleSha256(bytes: Uint8Array): Buffer {
  return digest('sha256', digest('sha256', bytes, 'buffer'), 'buffer');
}

const scratch = Buffer.alloc(HASH_BYTES);

/** Hashes are shown in reverse byte order. */
function displayHex(bytes: Buffer, offset: number): string {
  bytes.copy(scratch, 0, offset, offset + HASH_BYTES);
  return scratch.reverse().toString('hex');
}
