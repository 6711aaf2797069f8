import type { App } from '../app.ts';
import { hexToBytes } from '../bytes.ts';
import type { CborWriter } from '../cbor/index.ts';
import { encodeUtxoId, type OutPoint } from '../outpoint.ts';
import { assertSpell } from './assert-spell.ts';
import type { NormalizedSpell, SpellCoin, SpellTx } from './spell.ts';

/** Field order, and what is left out when absent, are part of what a proof commits to. */
export function writeSpell(writer: CborWriter, spell: NormalizedSpell): void {
  assertSpell(spell);
  writer.map(3 + countPresent(spell.versionedApps, spell.mock));
  writer.text('version');
  writer.uint(spell.version);
  writer.text('tx');
  writeTx(writer, spell.tx);
  writer.text('app_public_inputs');
  writer.map(spell.appPublicInputs.length);
  for (const [app, input] of spell.appPublicInputs) {
    writeApp(writer, app);
    writer.data(input);
  }
  if (spell.versionedApps !== undefined) {
    writer.text('versioned_apps');
    writer.data(spell.versionedApps);
  }
  if (spell.mock !== undefined) {
    writer.text('mock');
    writer.boolean(spell.mock);
  }
}

function writeTx(writer: CborWriter, { ins, refs, outs, beamedOuts, coins, scrolls }: SpellTx): void {
  writer.map(1 + countPresent(ins, refs, beamedOuts, coins, scrolls));
  if (ins !== undefined) writeOutPoints(writer, 'ins', ins);
  if (refs !== undefined) writeOutPoints(writer, 'refs', refs);
  writer.text('outs');
  writer.array(outs.length);
  for (const charms of outs) {
    writer.map(charms.size);
    for (const [index, charm] of charms) {
      writer.uint(index);
      writer.data(charm);
    }
  }
  if (beamedOuts !== undefined) {
    writer.text('beamed_outs');
    writer.map(beamedOuts.size);
    for (const [index, hash] of beamedOuts) {
      writer.uint(index);
      writer.byteArray(hash);
    }
  }
  if (coins !== undefined) {
    writer.text('coins');
    writer.array(coins.length);
    for (const coin of coins) writeCoin(writer, coin);
  }
  if (scrolls !== undefined) {
    writer.text('scrolls');
    writer.array(scrolls.length);
    for (const index of scrolls) writer.uint(index);
  }
}

function writeOutPoints(writer: CborWriter, field: string, outPoints: readonly OutPoint[]): void {
  writer.text(field);
  writer.array(outPoints.length);
  for (const outPoint of outPoints) writer.bytes(encodeUtxoId(outPoint));
}

function writeCoin(writer: CborWriter, { amount, dest, content }: SpellCoin): void {
  writer.map(2 + countPresent(content));
  writer.text('amount');
  writer.uint(amount);
  writer.text('dest');
  writer.byteArray(dest);
  if (content !== undefined) {
    writer.text('content');
    writer.data(content);
  }
}

function writeApp(writer: CborWriter, app: App): void {
  writer.array(3);
  writer.text(app.tag);
  writer.byteArray(hexToBytes(app.identity));
  writer.byteArray(hexToBytes(app.vk));
}

function countPresent(...values: unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}
