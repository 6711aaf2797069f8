import { type App, type Data, encodeData, formatApp, TAG } from '@charmbills/charms';
import type { Charms, ContractTx } from '../contract-input.ts';

const UINT64_END = 2n ** 64n;

/**
 * Whether a transaction merely moves an app's charms: as many tokens out as in, or the same NFT states
 * out as in. No contract runs for these (docs/protocols/charms.md "App contract interface").
 */
export function isSimpleTransfer(app: App, tx: ContractTx): boolean {
  const ins = statesOf(
    app,
    tx.ins.map(([, charms]) => charms),
  );
  const outs = statesOf(app, tx.outs);
  if (app.tag === TAG.token) {
    const amountIn = sum(ins);
    return amountIn !== undefined && amountIn === sum(outs);
  }
  return app.tag === TAG.nft && canonical(ins) === canonical(outs);
}

function statesOf(app: App, utxos: readonly Charms[]): Data[] {
  const id = formatApp(app);
  return utxos.flatMap((charms) => charms.filter(([key]) => formatApp(key) === id).map(([, data]) => data));
}

/** Undefined where it is no sum of 64 bits: such a spell is left to the contract. */
function sum(amounts: readonly Data[]): bigint | undefined {
  let total = 0n;
  for (const amount of amounts) {
    if (typeof amount !== 'bigint' || amount < 0n) return undefined;
    total += amount;
  }
  return total < UINT64_END ? total : undefined;
}

function canonical(states: readonly Data[]): string {
  return states
    .map((state) => Buffer.from(encodeData(state)).toString('hex'))
    .sort()
    .join();
}
