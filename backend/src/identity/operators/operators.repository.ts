import type { Tx } from '../../platform/database/index.ts';
import { type OperatorScope, type PersonScope, toOperatorScope } from '../scopes.ts';

export interface OperatorRow {
  readonly personId: string;
  readonly address: string;
  readonly grantedAt: Date;
}

export async function findOperator(tx: Tx, { personId }: PersonScope): Promise<OperatorScope | undefined> {
  const row = await tx.operator.findUnique({ where: { personId } });
  return row ? toOperatorScope({ personId }) : undefined;
}

/** Idempotent. */
export async function insertOperator(tx: Tx, personId: string, grantedAt: Date): Promise<void> {
  await tx.operator.createMany({ data: [{ personId, grantedAt }], skipDuplicates: true });
}

/** Whether there was one to remove. */
export async function deleteOperator(tx: Tx, address: string): Promise<boolean> {
  const { count } = await tx.operator.deleteMany({ where: { person: { address } } });
  return count > 0;
}

/** Everybody, longest serving first. */
export async function findOperators(tx: Tx): Promise<OperatorRow[]> {
  const rows = await tx.operator.findMany({ orderBy: { grantedAt: 'asc' }, include: { person: true } });
  return rows.map(({ personId, person, grantedAt }) => ({ personId, address: person.address, grantedAt }));
}
