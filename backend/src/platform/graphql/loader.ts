import DataLoader from 'dataloader';

/**
 * A read that many fields of one answer share: the keys they ask for are collected and read in one query.
 * Define it once, at module level, and read through `context.load`.
 */
export interface LoaderDefinition<Services, Key, Value> {
  /** Reads all keys at once; what is missing in the map is undefined for its asker. */
  readonly read: (services: Services, keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>;
  /** The map key of a key. */
  readonly nameOf: (key: Key) => string;
}

/** Defines a loader whose keys are their own names. */
export function createLoader<Services, Value>(
  read: LoaderDefinition<Services, string, Value>['read'],
): LoaderDefinition<Services, string, Value>;
/** Defines a loader with keys of several parts, such as merchant and plan. */
export function createLoader<Services, Key, Value>(
  read: LoaderDefinition<Services, Key, Value>['read'],
  nameOf: (key: Key) => string,
): LoaderDefinition<Services, Key, Value>;
export function createLoader<Services, Key, Value>(
  read: LoaderDefinition<Services, Key, Value>['read'],
  nameOf: (key: Key) => string = String,
): LoaderDefinition<Services, Key, Value> {
  return { read, nameOf };
}

/** Keys read by one statement at most. */
const MAX_BATCH = 500;

/** The loaders of one request: what they have read is forgotten with it. */
export class Loaders<Services> {
  readonly #services: Services;
  readonly #loaders = new Map<unknown, unknown>();

  constructor(services: Services) {
    this.#services = services;
  }

  load<Key, Value>(definition: LoaderDefinition<Services, Key, Value>, key: Key): Promise<Value | undefined> {
    type Loader = DataLoader<Key, Value | undefined, string>;
    let loader = this.#loaders.get(definition) as Loader | undefined;
    if (!loader) {
      loader = new DataLoader<Key, Value | undefined, string>(
        async (keys) => {
          const values = await definition.read(this.#services, keys);
          return keys.map((each) => values.get(definition.nameOf(each)));
        },
        { cacheKeyFn: definition.nameOf, maxBatchSize: MAX_BATCH },
      );
      this.#loaders.set(definition, loader);
    }
    return loader.load(key);
  }
}
