import {
  type App,
  type Data,
  decodeData,
  encodeData,
  formatApp,
  type Hex,
  type NormalizedSpell,
} from '@charmbills/charms';
import { assertEmpty, assertKnownFields, assertVk, charms, hexBytes, malformed, spellOf } from './fields.ts';
import type { RequestFields } from './prove-request.ts';

type DataMap = ReadonlyMap<Data, Data>;

/**
 * Reads a CBOR body. There bytes are what they are: apps and vks have the form they have in a spell,
 * private inputs and the spell are data themselves (the spell may also be hexadecimal, as in JSON).
 */
export function readCborRequest(body: Uint8Array): RequestFields {
  const fields = map(
    charms('REQUEST_MALFORMED', () => decodeData(body), 'invalid CBOR'),
    'the request',
  );
  assertKnownFields([...fields.keys()].map((key) => text(key, 'a field name')));
  // A field that may be left out may not be null.
  const optional = (field: string, absent: Data) => (fields.has(field) ? fields.get(field) : absent);
  const entries = (field: string) => map(optional(field, new Map()), field);
  assertEmpty(entries('tx_ins_beamed_source_utxos').size, 'beaming');
  assertEmpty(entries('app_signatures').size, 'app_signatures');
  return {
    spell: spell(fields.get('spell')),
    privateInputs: privateInputs(entries('app_private_inputs')),
    binaries: binaries(entries('binaries')),
    prevTxs: list(optional('prev_txs', []), 'prev_txs').map(transactionHex),
    changeAddress: text(fields.get('change_address'), 'change_address'),
    feeRate: number(optional('fee_rate', 0n), 'fee_rate'),
    chain: text(fields.get('chain'), 'chain'),
  };
}

function spell(value: Data | undefined): NormalizedSpell {
  return spellOf(value instanceof Map ? encodeData(value) : hexBytes(value, 'spell'));
}

function privateInputs(entries: DataMap): ReadonlyMap<string, Data> {
  return new Map(
    Array.from(entries, ([app, data]) => [
      charms('REQUEST_MALFORMED', () => formatApp(appOf(app)), 'app_private_inputs'),
      data,
    ]),
  );
}

function binaries(entries: DataMap): ReadonlyMap<Hex, Uint8Array> {
  return new Map(
    Array.from(entries, ([key, wasm]) => {
      const vk = octets(key, 'binaries').toString('hex');
      assertVk(vk);
      return [vk, new Uint8Array(octets(wasm, 'binaries'))];
    }),
  );
}

function transactionHex(entry: Data): string {
  const transaction = map(entry, 'prev_txs');
  if (transaction.size !== 1) throw malformed('prev_txs holds {"bitcoin": hex}');
  return text(transaction.get('bitcoin'), 'prev_txs');
}

function appOf(data: Data): App {
  const [tag, identity, vk] = list(data, 'an app');
  return {
    tag: text(tag, 'a tag'),
    identity: octets(identity, 'an identity').toString('hex'),
    vk: octets(vk, 'a vk').toString('hex'),
  };
}

/** Bytes, written as a byte string or as an array of integers. */
function octets(data: Data | undefined, field: string): Buffer {
  if (data instanceof Uint8Array) return Buffer.from(data);
  return Buffer.from(
    list(data, field).map((item) => {
      if (typeof item !== 'bigint' || item < 0n || item > 255n) throw malformed(`${field} must be bytes`);
      return Number(item);
    }),
  );
}

function map(value: Data | undefined, field: string): DataMap {
  if (!(value instanceof Map)) throw malformed(`${field} must be a map`);
  return value;
}

function list(value: Data | undefined, field: string): readonly Data[] {
  if (!Array.isArray(value)) throw malformed(`${field} must be an array`);
  return value;
}

function text(value: Data | undefined, field: string): string {
  if (typeof value !== 'string') throw malformed(`${field} must be text`);
  return value;
}

function number(value: Data | undefined, field: string): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw malformed(`${field} must be a number`);
  return Number(value);
}
