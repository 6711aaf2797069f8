import type { Database } from '../../platform/database/index.ts';
import { insertSeal, type Seal } from './seals.repository.ts';

/**
 * Seals all that is ripe and returns the new links. What was posted becomes ripe once every transaction that was
 * running at the call before has ended: with calls every few seconds, a few seconds after it was posted. Any number
 * of processes may call; one of them seals, and posting waits for none. `goOn` is asked before each link.
 */
export async function sealPostings(
  { pool }: Pick<Database, 'pool'>,
  goOn: () => boolean = () => true,
): Promise<Seal[]> {
  const seals: Seal[] = [];
  while (goOn()) {
    const seal = await insertSeal(pool);
    if (seal === null) break;
    seals.push(seal);
  }
  return seals;
}
