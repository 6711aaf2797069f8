import type { CborReader } from '../cbor/index.ts';
import { CharmsError } from '../errors.ts';

/** Reads a map whose text keys come in a fixed order, some of them optional. */
export class FieldReader {
  readonly #reader: CborReader;
  #left: number;
  #next: string | undefined;

  constructor(reader: CborReader) {
    this.#reader = reader;
    this.#left = reader.map();
    this.#step();
  }

  /** The value of the field if it comes next, otherwise undefined. */
  optional<T>(name: string, read: (reader: CborReader) => T): T | undefined {
    if (this.#next !== name) return undefined;
    const value = read(this.#reader);
    this.#step();
    return value;
  }

  required<T>(name: string, read: (reader: CborReader) => T): T {
    if (this.#next !== name) {
      throw new CharmsError('SPELL_FIELD_MISSING', `field ${name} is missing or not in its place`);
    }
    const value = read(this.#reader);
    this.#step();
    return value;
  }

  /** Refuses fields nobody asked for. */
  end(): void {
    if (this.#next !== undefined) {
      throw new CharmsError('SPELL_FIELD_UNKNOWN', 'a field is unknown, repeated or not in its place');
    }
  }

  #step(): void {
    this.#next = this.#left > 0 ? this.#reader.text() : undefined;
    this.#left -= 1;
  }
}
