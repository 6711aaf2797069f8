import type { App } from '../app.ts';
import { bytesToHex } from '../bytes.ts';
import type { CborReader } from '../cbor/index.ts';
import { CharmsError } from '../errors.ts';
import { decodeUtxoId, type OutPoint } from '../outpoint.ts';
import { FieldReader } from './field-reader.ts';
import type { NormalizedSpell, SpellCoin, SpellTx } from './spell.ts';

/** Reads what `writeSpell` writes; the caller compares encodings to refuse any other spelling. */
export function readSpellCbor(reader: CborReader): NormalizedSpell {
  const fields = new FieldReader(reader);
  const version = fields.required('version', (r) => r.uint32());
  const tx = fields.required('tx', readTx);
  const appPublicInputs = fields.required('app_public_inputs', (r) =>
    times(r.map(), () => [readApp(r), r.data()] as const),
  );
  const versionedApps = fields.optional('versioned_apps', (r) => r.data());
  const mock = fields.optional('mock', (r) => r.boolean());
  fields.end();
  return {
    version,
    tx,
    appPublicInputs,
    ...(versionedApps !== undefined && { versionedApps }),
    ...(mock !== undefined && { mock }),
  };
}

function readTx(reader: CborReader): SpellTx {
  const fields = new FieldReader(reader);
  const ins = fields.optional('ins', readOutPoints);
  const refs = fields.optional('refs', readOutPoints);
  const outs = fields.required('outs', (r) => times(r.array(), () => readIndexed(r, () => r.data())));
  const beamedOuts = fields.optional('beamed_outs', (r) => readIndexed(r, () => r.byteArray(32)));
  const coins = fields.optional('coins', (r) => times(r.array(), () => readCoin(r)));
  const scrolls = fields.optional('scrolls', (r) => times(r.array(), () => r.uint32()));
  fields.end();
  return {
    ...(ins && { ins }),
    ...(refs && { refs }),
    outs,
    ...(beamedOuts && { beamedOuts }),
    ...(coins && { coins }),
    ...(scrolls && { scrolls }),
  };
}

function readOutPoints(reader: CborReader): OutPoint[] {
  return times(reader.array(), () => decodeUtxoId(reader.bytes()));
}

function readCoin(reader: CborReader): SpellCoin {
  const fields = new FieldReader(reader);
  const amount = fields.required('amount', (r) => r.uint64());
  const dest = fields.required('dest', (r) => r.byteArray());
  const content = fields.optional('content', (r) => r.data());
  fields.end();
  return { amount, dest, ...(content !== undefined && { content }) };
}

function readApp(reader: CborReader): App {
  reader.array(3);
  return {
    tag: reader.text(),
    identity: bytesToHex(reader.byteArray(32)),
    vk: bytesToHex(reader.byteArray(32)),
  };
}

function readIndexed<T>(reader: CborReader, read: () => T): Map<number, T> {
  const entries = new Map<number, T>();
  for (let left = reader.map(); left > 0; left--) {
    const index = reader.uint32();
    if (entries.has(index)) throw new CharmsError('SPELL_FIELD_INVALID', `index ${index} is repeated`);
    entries.set(index, read());
  }
  return entries;
}

function times<T>(count: number, read: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read());
  return items;
}
