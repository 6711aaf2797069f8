import type { OperatorScope, PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { findOwnWithdrawal, findWithdrawal } from './withdrawal.repository.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';

/** A person's own withdrawal. @throws NotFoundError */
export async function showWithdrawal(tx: Tx, person: PersonScope, id: string): Promise<WithdrawalRow> {
  const withdrawal = await findOwnWithdrawal(tx, person, id);
  if (withdrawal === undefined) throw new NotFoundError('withdrawal', id);
  return withdrawal;
}

/** Anybody's, for operators. @throws NotFoundError */
export async function showAnyWithdrawal(tx: Tx, operator: OperatorScope, id: string): Promise<WithdrawalRow> {
  const withdrawal = await findWithdrawal(tx, operator, id);
  if (withdrawal === undefined) throw new NotFoundError('withdrawal', id);
  return withdrawal;
}
