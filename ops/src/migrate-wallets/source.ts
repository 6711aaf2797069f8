/** The legacy system's data, wherever they are read from. */
export interface LegacySource {
  /** What it is, without credentials. */
  readonly description: string;
  /** Names of the collections that are there. */
  readonly collections: readonly string[];
  /** The BSON documents of a collection, several at a time, in the order of the source. */
  read(collection: string): AsyncIterable<readonly Uint8Array[]>;
  close(): Promise<void>;
}
