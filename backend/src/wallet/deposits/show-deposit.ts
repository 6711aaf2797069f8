import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { findOwnDeposit } from './deposit.repository.ts';
import type { DepositRow } from './deposit-row.ts';

/** A person's own deposit. @throws NotFoundError */
export async function showDeposit(tx: Tx, person: PersonScope, id: string): Promise<DepositRow> {
  const deposit = await findOwnDeposit(tx, person, id);
  if (deposit === undefined) throw new NotFoundError('deposit', id);
  return deposit;
}
