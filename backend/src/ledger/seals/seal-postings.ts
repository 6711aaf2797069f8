import type { Database } from '../../platform/database/index.ts';
import { insertSeal, type Seal } from './seals.repository.ts';

/**
 * Seals all that is ripe and returns the new links. What was posted becomes ripe once every transaction that was
 * running at the call before has ended: with calls every few seconds, a few seconds after it was posted. Any number
 * of processes may call; one of them seals, and posting waits for none.
 */
export async function sealPostings({ pool }: Pick<Database, 'pool'>): Promise<Seal[]> {
  const seals: Seal[] = [];
  for (let seal = await insertSeal(pool); seal !== null; seal = await insertSeal(pool)) seals.push(seal);
  return seals;
}
