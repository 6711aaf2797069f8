import { CharmsError } from '../errors.ts';
import { type Data, LIMITS, MAJOR, SIMPLE } from './data.ts';
import { float16Bits } from './float16.ts';

const TEXT = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;
/** The largest argument held in the initial byte itself, and the mark of one in the byte after it. */
const MAX_INLINE = 23;
const ONE_BYTE = 24;
const UINT64_MAX = 2n ** 64n - 1n;

/** Writes CBOR as ciborium does: definite lengths, shortest heads, shortest exact floats. */
export class CborWriter {
  #bytes = new Uint8Array(512);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** A map of `size` entries follows: twice that many items. */
  map(size: number): void {
    this.#head(MAJOR.map, size);
  }

  array(size: number): void {
    this.#head(MAJOR.array, size);
  }

  uint(value: number | bigint): void {
    if (value < 0 || (typeof value === 'number' && !Number.isSafeInteger(value))) {
      throw new CharmsError('CBOR_OUT_OF_RANGE', 'expected an unsigned integer');
    }
    this.#head(MAJOR.uint, value);
  }

  text(value: string): void {
    if (LONE_SURROGATE.test(value)) {
      throw new CharmsError('CBOR_UNSUPPORTED', 'text with a lone surrogate has no UTF-8 encoding');
    }
    this.#string(MAJOR.text, TEXT.encode(value));
  }

  bytes(value: Uint8Array): void {
    this.#string(MAJOR.bytes, value);
  }

  /** Bytes the way serde writes a `Vec<u8>` or `[u8; N]`: an array of small integers. */
  byteArray(value: Uint8Array): void {
    this.#head(MAJOR.array, value.length);
    this.#reserve(2 * value.length);
    for (const byte of value) {
      if (byte > MAX_INLINE) this.#bytes[this.#advance(1)] = ONE_BYTE;
      this.#bytes[this.#advance(1)] = byte;
    }
  }

  boolean(value: boolean): void {
    this.#simple(value ? SIMPLE.true : SIMPLE.false);
  }

  data(value: Data, depth = 0): void {
    if (depth > LIMITS.depth) throw new CharmsError('CBOR_TOO_LARGE', 'nested too deeply');
    if (value === null) this.#simple(SIMPLE.null);
    else if (typeof value === 'boolean') this.boolean(value);
    else if (typeof value === 'bigint') this.#integer(value);
    else if (typeof value === 'number') this.#float(value);
    else if (typeof value === 'string') this.text(value);
    else if (value instanceof Uint8Array) this.bytes(value);
    else if (value instanceof Map) {
      this.map(value.size);
      for (const [key, entry] of value) {
        this.data(key, depth + 1);
        this.data(entry, depth + 1);
      }
    } else if (Array.isArray(value)) {
      this.array(value.length);
      for (const item of value) this.data(item, depth + 1);
    } else throw new CharmsError('CBOR_UNSUPPORTED', `cannot encode ${typeof value}`);
  }

  /** The bytes written so far. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #integer(value: bigint): void {
    if (value >= 0n) this.#head(MAJOR.uint, value);
    else this.#head(MAJOR.negative, -1n - value);
  }

  #float(value: number): void {
    if (Number.isInteger(value)) {
      throw new CharmsError('CBOR_UNSUPPORTED', 'integers are bigint; a number must not be integral');
    }
    const half = float16Bits(value);
    if (half !== undefined) {
      this.#reserve(3);
      this.#simple(SIMPLE.float16);
      this.#view.setUint16(this.#advance(2), half);
    } else if (Math.fround(value) === value) {
      this.#reserve(5);
      this.#simple(SIMPLE.float32);
      this.#view.setFloat32(this.#advance(4), value);
    } else {
      this.#reserve(9);
      this.#simple(SIMPLE.float64);
      this.#view.setFloat64(this.#advance(8), value);
    }
  }

  #simple(low: number): void {
    this.#reserve(1);
    this.#bytes[this.#advance(1)] = (MAJOR.simple << 5) | low;
  }

  #string(major: number, value: Uint8Array): void {
    this.#head(major, value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#advance(value.length));
  }

  #head(major: number, argument: number | bigint): void {
    this.#reserve(9);
    const top = major << 5;
    if (argument <= MAX_INLINE) {
      this.#bytes[this.#advance(1)] = top | Number(argument);
    } else if (argument <= 0xff) {
      this.#bytes[this.#advance(1)] = top | ONE_BYTE;
      this.#bytes[this.#advance(1)] = Number(argument);
    } else if (argument <= 0xffff) {
      this.#bytes[this.#advance(1)] = top | 25;
      this.#view.setUint16(this.#advance(2), Number(argument));
    } else if (argument <= 0xffff_ffff) {
      this.#bytes[this.#advance(1)] = top | 26;
      this.#view.setUint32(this.#advance(4), Number(argument));
    } else if (argument <= UINT64_MAX) {
      this.#bytes[this.#advance(1)] = top | 27;
      this.#view.setBigUint64(this.#advance(8), BigInt(argument));
    } else throw new CharmsError('CBOR_OUT_OF_RANGE', 'integers end at 64 bits and a sign');
  }

  #advance(count: number): number {
    const start = this.#length;
    this.#length += count;
    return start;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > LIMITS.bytes) throw new CharmsError('CBOR_TOO_LARGE', `over ${LIMITS.bytes} bytes`);
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
