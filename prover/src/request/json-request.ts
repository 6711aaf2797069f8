import { type Data, decodeData, type Hex, parseApp } from '@charmbills/charms';
import { ProveRefusedError } from '../errors.ts';
import {
  assertEmpty,
  assertKnownFields,
  assertVk,
  base64Bytes,
  charms,
  hexBytes,
  malformed,
  spellOf,
} from './fields.ts';
import type { RequestFields } from './prove-request.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a JSON body: bytes are hexadecimal, binaries base64, apps `tag/identity/vk`. */
export function readJsonRequest(body: Uint8Array): RequestFields {
  const fields = object(parse(body), 'the request');
  assertKnownFields(Object.keys(fields));
  // A field that may be left out may not be null.
  const optional = (field: string, absent: unknown) => (fields[field] === undefined ? absent : fields[field]);
  const entries = (field: string) => object(optional(field, {}), field);
  assertEmpty(Object.keys(entries('tx_ins_beamed_source_utxos')).length, 'beaming');
  assertEmpty(Object.keys(entries('app_signatures')).length, 'app_signatures');
  return {
    spell: spellOf(hexBytes(fields.spell, 'spell')),
    privateInputs: privateInputs(entries('app_private_inputs')),
    binaries: binaries(entries('binaries')),
    prevTxs: array(optional('prev_txs', []), 'prev_txs').map(transactionHex),
    changeAddress: text(fields.change_address, 'change_address'),
    feeRate: number(optional('fee_rate', 0), 'fee_rate'),
    chain: text(fields.chain, 'chain'),
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw malformed(`invalid JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function privateInputs(entries: JsonObject): ReadonlyMap<string, Data> {
  return new Map(
    Object.entries(entries).map(([app, hex]) => {
      const field = 'app_private_inputs';
      charms('REQUEST_MALFORMED', () => parseApp(app), field);
      return [app, charms('REQUEST_MALFORMED', () => decodeData(hexBytes(hex, field)), field)];
    }),
  );
}

function binaries(entries: JsonObject): ReadonlyMap<Hex, Uint8Array> {
  return new Map(
    Object.entries(entries).map(([vk, base64]) => {
      assertVk(vk);
      return [vk, base64Bytes(base64, 'binaries')];
    }),
  );
}

/** `{"bitcoin": hex}`; with a proof of its block, a transaction is for beaming. */
function transactionHex(entry: unknown): string {
  const { bitcoin, ...others } = object(entry, 'prev_txs');
  if (Object.keys(others).length > 0) throw malformed('prev_txs holds {"bitcoin": hex}');
  if (typeof bitcoin === 'object') {
    throw new ProveRefusedError(
      'FEATURE_UNSUPPORTED',
      'transactions with a block proof are not served by this prover',
    );
  }
  return text(bitcoin, 'prev_txs');
}

function object(value: unknown, field: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${field} must be an object`);
  return value as JsonObject;
}

function array(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${field} must be an array`);
  return value;
}

function text(value: unknown, field: string): string {
  if (typeof value !== 'string') throw malformed(`${field} must be text`);
  return value;
}

function number(value: unknown, field: string): number {
  if (typeof value !== 'number') throw malformed(`${field} must be a number`);
  return value;
}
