import { assertApp, compareApps } from '../app.ts';
import { CharmsError } from '../errors.ts';
import type { NormalizedSpell } from './spell.ts';

const UINT64_MAX = 2n ** 64n - 1n;

/**
 * The rules a spell keeps whatever its proof says: integers in range, maps and sets ascending, apps
 * sorted, charms of listed apps only. Holds for every spell that is encoded or decoded.
 * @throws CharmsError `SPELL_*` or `APP_INVALID`
 */
export function assertSpell({ version, tx, appPublicInputs, versionedApps, mock }: NormalizedSpell): void {
  assertUint32(version, 'version');
  appPublicInputs.forEach(([app], index) => {
    assertApp(app);
    const previous = appPublicInputs[index - 1];
    if (previous !== undefined && compareApps(previous[0], app) >= 0) {
      throw new CharmsError('SPELL_APPS_UNSORTED', 'apps must be sorted and appear once');
    }
  });
  for (const charms of tx.outs) {
    assertAscending(charms.keys(), 'outs');
    for (const index of charms.keys()) {
      if (index >= appPublicInputs.length) {
        throw new CharmsError('SPELL_APP_INDEX_OUT_OF_RANGE', `no app has index ${index}`);
      }
    }
  }
  if (tx.beamedOuts !== undefined) {
    assertAscending(tx.beamedOuts.keys(), 'beamed_outs');
    for (const hash of tx.beamedOuts.values()) {
      if (hash.length !== 32) throw invalid('beamed_outs holds hashes of 32 bytes');
    }
  }
  for (const { amount, dest } of tx.coins ?? []) {
    if (typeof amount !== 'bigint' || amount < 0n || amount > UINT64_MAX) {
      throw invalid('the amount of a coin is an unsigned 64-bit integer');
    }
    if (!(dest instanceof Uint8Array)) throw invalid('the dest of a coin is bytes');
  }
  if (tx.scrolls !== undefined) assertAscending(tx.scrolls, 'scrolls');
  if (versionedApps !== undefined && !(versionedApps instanceof Map && versionedApps.size > 0)) {
    throw invalid('versioned_apps is a map and left out when empty');
  }
  if (mock === false) throw invalid('mock is left out unless true');
}

function assertAscending(indices: Iterable<number>, field: string): void {
  let previous = -1;
  for (const index of indices) {
    assertUint32(index, field);
    if (index <= previous) throw invalid(`${field} must be ascending`);
    previous = index;
  }
}

function assertUint32(value: number, field: string): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw invalid(`${field} must hold unsigned 32-bit integers`);
  }
}

function invalid(message: string): CharmsError {
  return new CharmsError('SPELL_FIELD_INVALID', message);
}
