import type { Tx } from '../../platform/database/index.ts';
import { ForbiddenError } from '../../platform/errors/index.ts';
import type { OperatorScope, PersonScope } from '../scopes.ts';
import { findOperator } from './operators.repository.ts';

/**
 * The right of a person to run this installation.
 * @throws ForbiddenError when they have none.
 */
export async function requireOperator(tx: Tx, person: PersonScope): Promise<OperatorScope> {
  const scope = await findOperator(tx, person);
  if (!scope) throw new ForbiddenError();
  return scope;
}
