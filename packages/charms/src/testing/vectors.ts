import mainnetSpells from '../../vectors/mainnet-spells.json' with { type: 'json' };
import { type ParsedTx, parseTransaction } from '../bitcoin/transaction.ts';
import { hexToBytes } from '../bytes.ts';
import { type FoundSpell, readSpell } from '../spell/read-spell.ts';

export interface MainnetSpell {
  readonly name: string;
  readonly facts: (typeof mainnetSpells)[number];
  readonly raw: Uint8Array;
  readonly tx: ParsedTx;
  readonly found: FoundSpell;
}

/** The mainnet transactions of `vectors/`, parsed. */
export const MAINNET_SPELLS: readonly MainnetSpell[] = mainnetSpells.map((facts) => {
  const raw = hexToBytes(facts.hex);
  const tx = parseTransaction(raw);
  const found = readSpell(tx);
  if (found === undefined) throw new Error(`no spell in ${facts.txid}`);
  return { name: `V${facts.version} mainnet`, facts, raw, tx, found };
});

/** The mainnet transaction with a spell of this version. */
export function mainnetSpell(version: number): MainnetSpell {
  const vector = MAINNET_SPELLS.find(({ facts }) => facts.version === version);
  if (vector === undefined) throw new Error(`no vector of version ${version}`);
  return vector;
}
