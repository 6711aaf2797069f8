import { type Hex, type OutPoint, TAG } from '@charmbills/charms';
import type { Tx } from '../platform/database/index.ts';
import { builtPlanMints } from './jobs/spell-job.repository.ts';

/** The app of a minted plan, and the output that the minting transaction puts its NFT on. */
export interface MintedApp {
  readonly identity: Hex;
  readonly vk: Hex;
  readonly outPoint: OutPoint;
}

/** What the plan mints among these transactions mint, by transaction id; those not built yet are missing. */
export async function readMintedApps(
  tx: Tx,
  merchantId: string,
  transactionIds: readonly string[],
): Promise<Map<string, MintedApp>> {
  const minted = new Map<string, MintedApp>();
  for (const { transactionId, txid, spell } of await builtPlanMints(tx, merchantId, transactionIds)) {
    const index = spell.appPublicInputs.findIndex(([{ tag }]) => tag === TAG.nft);
    const app = spell.appPublicInputs[index]?.[0];
    const vout = spell.tx.outs.findIndex((charms) => charms.has(index));
    if (app && vout !== -1) {
      minted.set(transactionId, { identity: app.identity, vk: app.vk, outPoint: { txid, vout } });
    }
  }
  return minted;
}
