import { type Document, Long } from 'bson';

/** Documents by collection, by database. */
export type Databases = Readonly<Record<string, Readonly<Record<string, readonly Document[]>>>>;

interface Cursor {
  readonly namespace: string;
  readonly rest: Document[];
}

const DEFAULT_BATCH = 101;
/** A standalone MongoDB 7.0. */
const WIRE_VERSION = 21;

/** What one server knows between commands: its data and its open cursors. */
export class MongoCommands {
  readonly #databases: Databases;
  readonly #cursors = new Map<string, Cursor>();
  #lastCursor = 0;

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  get openCursors(): number {
    return this.#cursors.size;
  }

  /** Answers one command as the server does, refusals included. */
  answer(command: Document): Document {
    const [name = ''] = Object.keys(command);
    switch (name) {
      case 'hello':
      case 'ismaster':
      case 'isMaster':
        return greeting();
      case 'ping':
      case 'endSessions':
        return { ok: 1 };
      case 'listCollections':
        return this.#listCollections(command);
      case 'find':
        return this.#find(command);
      case 'getMore':
        return this.#getMore(command);
      case 'killCursors':
        for (const id of command.cursors) this.#cursors.delete(String(id));
        return {
          cursorsKilled: command.cursors,
          cursorsNotFound: [],
          cursorsAlive: [],
          cursorsUnknown: [],
          ok: 1,
        };
      default:
        return refusal(59, 'CommandNotFound', `no such command: '${name}'`);
    }
  }

  #listCollections({ $db, filter = {} }: Document): Document {
    const wanted: unknown = filter.name?.$in ?? (filter.name === undefined ? undefined : [filter.name]);
    const names = Object.keys(this.#databases[$db] ?? {}).filter(
      (name) => !Array.isArray(wanted) || wanted.includes(name),
    );
    const listed = names.map((name) => ({ name, type: 'collection' }));
    return { cursor: { id: Long.ZERO, ns: `${$db}.$cmd.listCollections`, firstBatch: listed }, ok: 1 };
  }

  #find({ find, $db, filter = {}, sort = {}, batchSize = DEFAULT_BATCH }: Document): Document {
    if (Object.keys(filter).length > 0) return refusal(9, 'FailedToParse', 'filters are not simulated');
    const documents = [...(this.#databases[$db]?.[find] ?? [])];
    const keys = Object.keys(sort);
    if (keys.some((key) => key !== '_id')) return refusal(9, 'FailedToParse', 'only _id is sorted by');
    if (keys.length > 0) documents.sort((a, b) => (String(a._id) < String(b._id) ? -1 : 1));
    const namespace = `${$db}.${find}`;
    const firstBatch = documents.splice(0, batchSize);
    if (documents.length === 0) return { cursor: { id: Long.ZERO, ns: namespace, firstBatch }, ok: 1 };
    const id = Long.fromNumber(++this.#lastCursor);
    this.#cursors.set(id.toString(), { namespace, rest: documents });
    return { cursor: { id, ns: namespace, firstBatch }, ok: 1 };
  }

  #getMore({ getMore, batchSize = Number.POSITIVE_INFINITY }: Document): Document {
    const id = String(getMore);
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) return refusal(43, 'CursorNotFound', `cursor id ${id} not found`);
    const nextBatch = cursor.rest.splice(0, batchSize);
    const over = cursor.rest.length === 0;
    if (over) this.#cursors.delete(id);
    return { cursor: { id: over ? Long.ZERO : Long.fromString(id), ns: cursor.namespace, nextBatch }, ok: 1 };
  }
}

function greeting(): Document {
  return {
    ismaster: true,
    isWritablePrimary: true,
    helloOk: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

function refusal(code: number, codeName: string, errmsg: string): Document {
  return { ok: 0, errmsg, code, codeName };
}
