import {
  type App,
  CharmsError,
  charmsByOutput,
  type Data,
  type NormalizedSpell,
  readSpell,
  TAG,
} from '@charmbills/charms';
import type { BlockTransaction, ConnectedBlock } from '../../bitcoin/index.ts';

/** A transaction of a block with the spell it carries, whatever that is worth. */
export interface BlockSpell {
  readonly transaction: BlockTransaction;
  readonly spell: NormalizedSpell;
}

/** A charm of an app that could be a plan's, on an output. */
export interface PlacedCharm {
  readonly app: App;
  readonly vout: number;
  /** 1 for an NFT. */
  readonly units: bigint;
  readonly data: Data;
}

/** The spells of a block, in its order. What cannot be read puts nothing on any output. */
export function spellsOf(block: Pick<ConnectedBlock, 'transactions'>): BlockSpell[] {
  return block.transactions
    .filter(({ mayCarrySpell }) => mayCarrySpell)
    .flatMap((transaction) => {
      const spell = tryReadSpell(transaction);
      return spell ? [{ transaction, spell }] : [];
    });
}

function tryReadSpell(transaction: BlockTransaction): NormalizedSpell | undefined {
  try {
    return readSpell(transaction)?.spell;
  } catch (error) {
    if (error instanceof CharmsError) return undefined;
    throw error;
  }
}

/** NFTs and tokens that the spell puts on outputs. */
export function placedCharms(spell: NormalizedSpell): PlacedCharm[] {
  return charmsByOutput(spell).flatMap((charms, vout) =>
    charms.flatMap(([app, data]) => {
      const units = unitsOf(app, data);
      return units === undefined ? [] : [{ app, vout, units, data }];
    }),
  );
}

/** More than all bitcoin could pay for at the lowest price, and what the database can hold. */
const MAX_UNITS = 2n ** 63n - 1n;

/** Undefined for an app of another kind, and for an amount that no token has. */
function unitsOf(app: App, data: Data): bigint | undefined {
  if (app.tag === TAG.nft) return 1n;
  if (app.tag === TAG.token && typeof data === 'bigint' && data > 0n && data <= MAX_UNITS) return data;
  return undefined;
}
