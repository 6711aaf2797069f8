import type { OutPoint } from '@charmbills/charms';
import { EarlierTransactionOpenError, InputsSpentError } from './charms.errors.ts';
import { readRivals } from './jobs/rival.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import { isUnspent } from './plan-nft.ts';
import type { SpellServices } from './ports.ts';
import { rolesOf } from './spell/compose-spell.ts';
import { isLimited } from './take-plan-nft.ts';

/**
 * The inputs of each transaction in whose place a job stands and which its owner could still send. Where one of each is
 * spent, at most one of them all confirms: nobody mints and pays twice for the same, whatever they sign. What has lost
 * an input otherwise is dead already.
 * @throws InputsSpentError when one of them is in a block after all; EarlierTransactionOpenError while one is on its
 * way; NodeUnavailableError
 */
export async function inputsOfRivals(
  { database, rpc }: Pick<SpellServices, 'database' | 'rpc'>,
  { merchantId, request }: Pick<SpellJobRow, 'merchantId' | 'request'>,
): Promise<(readonly OutPoint[])[]> {
  if (request.kind !== 'subscription_mint' || !request.instead) return [];
  const rivals = await readRivals(database.client, merchantId, request.instead);
  const token = rolesOf(request).indexOf('TOKEN');
  const alive: (readonly OutPoint[])[] = [];
  for (const { status, txid, inputs } of rivals) {
    if (status === 'confirmed') throw new InputsSpentError();
    // Before it is asked for itself: sent in between, it would seem to have lost its inputs to something else.
    const unspent = await Promise.all(inputs.map((outPoint) => isUnspent(rpc, outPoint)));
    if (status === 'pending' || (await isUnspent(rpc, { txid, vout: token })))
      throw new EarlierTransactionOpenError();
    if (unspent.every(Boolean)) alive.push(inputs);
  }
  // Sales of a limited plan spend its NFT, all of them the same one.
  return isLimited(request) ? [] : alive;
}
