import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { readSignerAddress } from '../sign-in/address.ts';
import { upsertPerson } from '../sign-in/sign-in.repository.ts';
import { deleteOperator, findOperators, insertOperator, type OperatorRow } from './operators.repository.ts';

interface Services {
  readonly database: Database;
  readonly clock: Clock;
  readonly config: Pick<Config, 'BITCOIN_NETWORK'>;
}

/**
 * Makes whoever holds the address an operator, whether or not they have signed in before. There is no way to do this
 * from the API: who may log in to the machine decides who runs it.
 * @throws AddressUnsupportedError
 */
export async function grantOperator({ database, clock, config }: Services, address: string): Promise<void> {
  const { text } = readSignerAddress(address.trim(), config.BITCOIN_NETWORK);
  const now = clock.now();
  await database.transaction(async (tx) => {
    const person = await upsertPerson(tx, {
      id: newId('person'),
      address: text,
      publicKey: null,
      createdAt: now,
    });
    await insertOperator(tx, person.id, now);
  });
}

/** Takes the right away, at once. Returns whether they had it. */
export function revokeOperator({ database }: Pick<Services, 'database'>, address: string): Promise<boolean> {
  return database.transaction((tx) => deleteOperator(tx, address.trim()));
}

export function listOperators({ database }: Pick<Services, 'database'>): Promise<OperatorRow[]> {
  return findOperators(database.client);
}
