import { type App, compareApps, formatApp, TAG } from '../app.ts';
import type { Data } from '../cbor/index.ts';
import { CharmsError } from '../errors.ts';
import { formatOutPoint, type OutPoint } from '../outpoint.ts';
import { assertSpell } from './assert-spell.ts';
import { CURRENT_SPELL_VERSION, type NormalizedSpell } from './spell.ts';

export interface SpellOutput {
  readonly coin: { readonly amountSats: bigint; readonly dest: Uint8Array };
  readonly charms?: readonly (readonly [App, Data])[];
}

export interface SpellInput {
  /** {@link CURRENT_SPELL_VERSION} when left out. */
  readonly version?: number;
  /** Every input of the transaction, in order. */
  readonly ins: readonly OutPoint[];
  readonly refs?: readonly OutPoint[];
  readonly outs: readonly SpellOutput[];
  /**
   * Public inputs by app; null for an app that is not named. Apps that are only on inputs must be
   * named: the prover wants every app of the transaction.
   */
  readonly publicInputs?: readonly (readonly [App, Data])[];
  readonly mock?: boolean;
}

/**
 * Builds a spell from outputs keyed by app: collects and sorts the apps, replaces them by index.
 * @throws CharmsError for what every prover refuses: repeated inputs or apps, zero token amounts
 */
export function buildSpell(input: SpellInput): NormalizedSpell {
  assertDistinct(input.ins.map(formatOutPoint), 'input');
  assertDistinct(
    (input.publicInputs ?? []).map(([app]) => formatApp(app)),
    'public input',
  );

  const inputs = new Map<string, readonly [App, Data]>();
  for (const { charms = [] } of input.outs) {
    for (const [app] of charms) inputs.set(formatApp(app), [app, null]);
  }
  for (const entry of input.publicInputs ?? []) inputs.set(formatApp(entry[0]), entry);
  const appPublicInputs = [...inputs.values()].sort(([a], [b]) => compareApps(a, b));
  const indexOf = new Map(appPublicInputs.map(([app], index) => [formatApp(app), index]));

  const spell: NormalizedSpell = {
    version: input.version ?? CURRENT_SPELL_VERSION,
    tx: {
      ins: input.ins,
      ...(input.refs && { refs: input.refs }),
      outs: input.outs.map(({ charms = [] }) => charmsByIndex(charms, indexOf)),
      coins: input.outs.map(({ coin }) => ({ amount: coin.amountSats, dest: coin.dest })),
    },
    appPublicInputs,
    ...(input.mock && { mock: true }),
  };
  assertSpell(spell);
  return spell;
}

function charmsByIndex(
  charms: readonly (readonly [App, Data])[],
  indexOf: ReadonlyMap<string, number>,
): Map<number, Data> {
  assertDistinct(
    charms.map(([app]) => formatApp(app)),
    'charm',
  );
  const entries = charms.map(([app, data]) => {
    if (app.tag === TAG.token && (typeof data !== 'bigint' || data <= 0n)) {
      throw new CharmsError('SPELL_FIELD_INVALID', 'a token amount is a positive integer');
    }
    return [indexOf.get(formatApp(app)) ?? 0, data] as const;
  });
  return new Map(entries.sort(([a], [b]) => a - b));
}

function assertDistinct(names: readonly string[], what: string): void {
  if (new Set(names).size !== names.length) throw new CharmsError('SPELL_FIELD_INVALID', `repeated ${what}`);
}
