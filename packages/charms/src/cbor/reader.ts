import { plainBytes } from '../bytes.ts';
import { CharmsError } from '../errors.ts';
import { type Data, LIMITS, MAJOR, SIMPLE } from './data.ts';
import { float16Value } from './float16.ts';

const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const MAX_INLINE = 23;

/**
 * Reads CBOR from bytes that may be hostile: every length is checked against the bytes that remain
 * before anything is allocated, and items and nesting are bounded.
 *
 * It does not look for shortest forms or repeated keys. Whoever decodes encodes again and compares
 * ({@link assertCanonical}), which refuses every other spelling at once.
 */
export class CborReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;
  #items = 0;

  constructor(given: Uint8Array) {
    const bytes = plainBytes(given);
    if (bytes.length > LIMITS.bytes) throw new CharmsError('CBOR_TOO_LARGE', `over ${LIMITS.bytes} bytes`);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Number of entries of the map that follows. */
  map(): number {
    return this.#mapSize(this.#expect(MAJOR.map, 'a map'));
  }

  /** Number of items of the array that follows; `size` when it must be that. */
  array(size?: number): number {
    const length = this.#arraySize(this.#expect(MAJOR.array, 'an array'));
    if (size !== undefined && length !== size) throw unexpected(`expected ${size} items, got ${length}`);
    return length;
  }

  text(): string {
    return this.#textOf(this.#expect(MAJOR.text, 'text'));
  }

  bytes(): Uint8Array {
    return this.#take(this.#expect(MAJOR.bytes, 'a byte string')).slice();
  }

  /** An unsigned integer of at most 32 bits. */
  uint32(): number {
    const value = this.#expect(MAJOR.uint, 'an unsigned integer');
    if (value > 0xffff_ffff) throw new CharmsError('CBOR_OUT_OF_RANGE', 'expected at most 32 bits');
    return Number(value);
  }

  uint64(): bigint {
    return BigInt(this.#expect(MAJOR.uint, 'an unsigned integer'));
  }

  /** An array of integers 0 … 255, which is how serde writes bytes; `size` when it must be that. */
  byteArray(size?: number): Uint8Array {
    const bytes = new Uint8Array(this.array(size));
    for (let i = 0; i < bytes.length; i++) {
      const value = this.#expect(MAJOR.uint, 'a byte');
      if (value > 0xff) throw new CharmsError('CBOR_OUT_OF_RANGE', 'expected a byte');
      bytes[i] = Number(value);
    }
    return bytes;
  }

  boolean(): boolean {
    const value = this.#initialByte();
    if (value === ((MAJOR.simple << 5) | SIMPLE.true)) return true;
    if (value === ((MAJOR.simple << 5) | SIMPLE.false)) return false;
    throw unexpected('expected true or false');
  }

  data(depth = 0): Data {
    if (depth > LIMITS.depth) throw new CharmsError('CBOR_TOO_LARGE', 'nested too deeply');
    const initial = this.#initialByte();
    const low = initial & 0x1f;
    switch (initial >> 5) {
      case MAJOR.uint:
        return BigInt(this.#argument(low));
      case MAJOR.negative:
        return -1n - BigInt(this.#argument(low));
      case MAJOR.bytes:
        return this.#take(this.#argument(low)).slice();
      case MAJOR.text:
        return this.#textOf(this.#argument(low));
      case MAJOR.array:
        return this.#arrayOf(this.#arraySize(this.#argument(low)), depth);
      case MAJOR.map:
        return this.#mapOf(this.#mapSize(this.#argument(low)), depth);
      case MAJOR.simple:
        return this.#simpleOf(low);
      default:
        throw new CharmsError('CBOR_UNSUPPORTED', 'tags are not used by Charms');
    }
  }

  /** Refuses anything left over. */
  end(): void {
    if (this.#offset !== this.#bytes.length) {
      throw new CharmsError('CBOR_TRAILING_BYTES', `${this.#bytes.length - this.#offset} bytes left over`);
    }
  }

  #arrayOf(size: number, depth: number): Data[] {
    const items: Data[] = [];
    for (let i = 0; i < size; i++) items.push(this.data(depth + 1));
    return items;
  }

  #mapOf(size: number, depth: number): Map<Data, Data> {
    const entries = new Map<Data, Data>();
    for (let i = 0; i < size; i++) {
      const key = this.data(depth + 1);
      entries.set(key, this.data(depth + 1));
    }
    return entries;
  }

  #simpleOf(low: number): Data {
    if (low === SIMPLE.false) return false;
    if (low === SIMPLE.true) return true;
    if (low === SIMPLE.null) return null;
    if (low === SIMPLE.float16) return float16Value(this.#view.getUint16(this.#advance(2)));
    if (low === SIMPLE.float32) return this.#view.getFloat32(this.#advance(4));
    if (low === SIMPLE.float64) return this.#view.getFloat64(this.#advance(8));
    throw new CharmsError('CBOR_UNSUPPORTED', `simple value ${low} is not used by Charms`);
  }

  #expect(major: number, what: string): number | bigint {
    const initial = this.#initialByte();
    if (initial >> 5 !== major) throw unexpected(`expected ${what}`);
    return this.#argument(initial & 0x1f);
  }

  #initialByte(): number {
    if (++this.#items > LIMITS.items) throw new CharmsError('CBOR_TOO_LARGE', `over ${LIMITS.items} items`);
    return this.#view.getUint8(this.#advance(1));
  }

  #argument(low: number): number | bigint {
    if (low <= MAX_INLINE) return low;
    if (low === 24) return this.#view.getUint8(this.#advance(1));
    if (low === 25) return this.#view.getUint16(this.#advance(2));
    if (low === 26) return this.#view.getUint32(this.#advance(4));
    if (low === 27) return this.#view.getBigUint64(this.#advance(8));
    throw new CharmsError('CBOR_UNSUPPORTED', 'indefinite lengths are not used by Charms');
  }

  #arraySize(argument: number | bigint): number {
    if (argument > this.#remaining) throw truncated();
    return Number(argument);
  }

  #mapSize(argument: number | bigint): number {
    const size = this.#arraySize(argument);
    if (size * 2 > this.#remaining) throw truncated();
    return size;
  }

  #textOf(length: number | bigint): string {
    try {
      return TEXT.decode(this.#take(length));
    } catch (error) {
      if (error instanceof CharmsError) throw error;
      throw new CharmsError('CBOR_UNSUPPORTED', 'text is not UTF-8');
    }
  }

  #take(length: number | bigint): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, this.#offset);
  }

  #advance(count: number | bigint): number {
    if (count > this.#remaining) throw truncated();
    const start = this.#offset;
    this.#offset += Number(count);
    return start;
  }

  get #remaining(): number {
    return this.#bytes.length - this.#offset;
  }
}

function truncated(): CharmsError {
  return new CharmsError('CBOR_TRUNCATED', 'the encoding ends too early');
}

function unexpected(message: string): CharmsError {
  return new CharmsError('CBOR_UNEXPECTED', message);
}
