import {
  type App,
  charmsByOutput,
  type Data,
  encodeData,
  type FoundSpell,
  formatApp,
  formatOutPoint,
  type ParsedTx,
  readSpell,
  type VerifyOptions,
  verifySpell,
} from '@charmbills/charms';

/** A charm or public input: `data` to read, `cbor` exact. */
interface DataReport {
  readonly data: unknown;
  readonly cbor: string;
}

interface OutputReport {
  readonly vout: number;
  readonly amountSats: string;
  readonly charms: readonly ({ readonly app: string } & DataReport)[];
}

/** What both commands print. */
export interface SpellReport {
  readonly version: number | null;
  readonly txid: string | null;
  readonly valid: boolean;
  readonly reason: string | null;
  readonly message: string | null;
  readonly apps: readonly string[];
  readonly outputs: readonly OutputReport[];
}

/** The report on input that is no transaction at all. */
export function unusable(reason: string, message: string): SpellReport {
  return { version: null, txid: null, valid: false, reason, message, apps: [], outputs: [] };
}

/** The verdict on a transaction's spell, its apps, and each output with what the spell puts on it. */
export function verifyReport(tx: ParsedTx, options: VerifyOptions): SpellReport {
  const result = verifySpell(tx, options);
  const spell = readable(tx)?.spell;
  const charms = spell === undefined ? [] : charmsByOutput(spell);
  return {
    version: spell?.version ?? null,
    txid: tx.txid,
    valid: result.valid,
    reason: result.valid ? null : result.reason,
    message: result.valid ? null : result.message,
    apps: spell?.appPublicInputs.map(([app]) => formatApp(app)) ?? [],
    outputs: tx.outputs.map(({ amountSats }, vout) => ({
      vout,
      amountSats: amountSats.toString(),
      charms: (charms[vout] ?? []).map(([app, data]) => ({ app: formatApp(app), ...dataReport(data) })),
    })),
  };
}

/** The verdict and all that the spell says. */
export function inspectReport(tx: ParsedTx, options: VerifyOptions) {
  const found = readable(tx);
  return { ...verifyReport(tx, options), spell: found === undefined ? null : spellDetails(found) };
}

function spellDetails({ spell, proof, opReturnIndex }: FoundSpell) {
  return {
    mock: spell.mock === true,
    opReturnVout: opReturnIndex,
    /** The outputs the proof speaks of; the others are free. */
    committedOutputs: spell.tx.outs.length,
    ins: (spell.tx.ins ?? []).map(formatOutPoint),
    refs: (spell.tx.refs ?? []).map(formatOutPoint),
    publicInputs: spell.appPublicInputs.map(([app, data]: readonly [App, Data]) => ({
      app: formatApp(app),
      ...dataReport(data),
    })),
    beamedOuts: Array.from(spell.tx.beamedOuts ?? [], ([vout, hash]) => ({
      vout,
      destinationHash: hex(hash),
    })),
    scrolls: spell.tx.scrolls ?? [],
    versionedApps: spell.versionedApps === undefined ? null : dataReport(spell.versionedApps),
    proof: hex(proof),
  };
}

/** The spell when it can be read, verified or not. */
function readable(tx: ParsedTx): FoundSpell | undefined {
  try {
    return readSpell(tx);
  } catch {
    return undefined;
  }
}

function dataReport(data: Data): DataReport {
  return { data: toJson(data), cbor: hex(encodeData(data)) };
}

/** Integers as decimal text (JSON has none above 2^53), bytes as 0x-hex, other maps as pairs. */
function toJson(data: Data): unknown {
  if (typeof data === 'bigint' || typeof data === 'number') return data.toString();
  if (data instanceof Uint8Array) return `0x${hex(data)}`;
  if (Array.isArray(data)) return data.map(toJson);
  if (data instanceof Map) {
    const entries = Array.from(
      data as ReadonlyMap<Data, Data>,
      ([key, value]) => [key, toJson(value)] as const,
    );
    const textKeys = entries.every(([key]) => typeof key === 'string');
    return textKeys ? Object.fromEntries(entries) : entries.map(([key, value]) => [toJson(key), value]);
  }
  return data;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
