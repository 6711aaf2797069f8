import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';

export async function personExists(tx: Tx, _: OperatorScope, personId: string): Promise<boolean> {
  return (await tx.person.count({ where: { id: personId } })) > 0;
}
