import { formatOutPoint, type OutPoint } from '@charmbills/charms';
import type { BitcoinRpc } from '../bitcoin/index.ts';
import { PlanOutdatedError } from './charms.errors.ts';
import type { SpellRequest } from './spell/spell-request.ts';

/**
 * A subscription mint buys something only while the plan's NFT that it refers to is unspent: no contract can see
 * that, so it is looked at before a proof is asked for, and again before the money leaves.
 * @throws PlanOutdatedError; NodeUnavailableError
 */
export async function assertPlanUnspent(rpc: BitcoinRpc, request: SpellRequest): Promise<void> {
  // One that spends the NFT learns of it when its turn comes.
  if (request.kind === 'subscription_mint' && request.limited && !request.sale) return;
  if (request.kind !== 'subscription_mint' || (await isUnspent(rpc, request.planNft))) return;
  throw new PlanOutdatedError(formatOutPoint(request.planNft));
}

/** Whether an output exists and nothing spends it, counting the mempool. @throws NodeUnavailableError */
export async function isUnspent(rpc: BitcoinRpc, { txid, vout }: OutPoint): Promise<boolean> {
  const includeMempool = true;
  return (await rpc.call('gettxout', [txid, vout, includeMempool])) !== null;
}
