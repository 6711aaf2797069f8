import { fromBase64 } from './bytes.ts';

/** What is looked at of a PSBT (BIP 174, version 0). Byte fields are views into its bytes. */
export interface ReadPsbt {
  readonly unsignedTx: Uint8Array;
  readonly inputs: readonly PsbtInput[];
}

export interface PsbtInput {
  /** The output that it spends, where the PSBT says so. */
  readonly witnessUtxo: { readonly amountSats: bigint; readonly script: Uint8Array } | undefined;
  /** Undefined where the wallet chooses, which is to sign everything. */
  readonly sighashType: number | undefined;
  /** Whether its witness is complete. */
  readonly final: boolean;
}

type Fields = ReadonlyMap<number, Uint8Array>;

/** BIP 174: "psbt", then 0xff. */
const MAGIC = [0x70, 0x73, 0x62, 0x74, 0xff];
const GLOBAL_UNSIGNED_TX = 0x00;
const IN_WITNESS_UTXO = 0x01;
const IN_SIGHASH_TYPE = 0x03;
const IN_FINAL_WITNESS = 0x08;

/** @throws RangeError for text that is no PSBT of version 0 in base64 */
export function readPsbt(base64: string): ReadPsbt {
  const bytes = decode(base64);
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw new RangeError('not a PSBT');
  const reader = new Reader(bytes, MAGIC.length);
  const unsignedTx = readMap(reader).get(GLOBAL_UNSIGNED_TX);
  if (unsignedTx === undefined) throw new RangeError('a PSBT without its transaction');
  const count = inputCount(unsignedTx);
  const inputs = Array.from({ length: count }, () => inputOf(readMap(reader)));
  return { unsignedTx, inputs };
}

function decode(base64: string): Uint8Array {
  try {
    return fromBase64(base64.trim());
  } catch (cause) {
    throw new RangeError('not base64', { cause });
  }
}

function inputOf(fields: Fields): PsbtInput {
  const utxo = fields.get(IN_WITNESS_UTXO);
  const sighash = fields.get(IN_SIGHASH_TYPE);
  return {
    witnessUtxo: utxo && readOutput(new Reader(utxo, 0)),
    sighashType: sighash && new Reader(sighash, 0).uint32(),
    final: fields.has(IN_FINAL_WITNESS),
  };
}

function readOutput(reader: Reader): { amountSats: bigint; script: Uint8Array } {
  const amountSats = reader.uint64();
  const script = reader.take(reader.compactSize());
  reader.end();
  return { amountSats, script };
}

/** An unsigned transaction has no witnesses: its inputs begin behind the version. */
function inputCount(unsignedTx: Uint8Array): number {
  const count = new Reader(unsignedTx, 4).compactSize();
  if (count === 0) throw new RangeError('a transaction without inputs');
  return count;
}

/** Key-value pairs up to the separator. Those whose key is more than its type are not among what is looked at. */
function readMap(reader: Reader): Fields {
  const fields = new Map<number, Uint8Array>();
  const seen = new Set<string>();
  for (;;) {
    const length = reader.compactSize();
    if (length === 0) return fields;
    const key = reader.take(length);
    const value = reader.take(reader.compactSize());
    const name = key.join();
    if (seen.has(name)) throw new RangeError('a key twice in a PSBT');
    seen.add(name);
    const [type] = key;
    if (key.length === 1 && type !== undefined) fields.set(type, value);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  /** @throws RangeError beyond the end, as do all below */
  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the PSBT ends early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  uint32(): number {
    this.take(4);
    return this.#view.getUint32(this.#at - 4, true);
  }

  uint64(): bigint {
    this.take(8);
    return this.#view.getBigUint64(this.#at - 8, true);
  }

  compactSize(): number {
    const [first = 0] = this.take(1);
    if (first < 0xfd) return first;
    if (first === 0xfd) {
      this.take(2);
      return this.#view.getUint16(this.#at - 2, true);
    }
    if (first === 0xfe) return this.uint32();
    throw new RangeError('a length beyond all bounds');
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('more than was to be read');
  }
}
