import type { Tx } from '../platform/database/index.ts';
import { newId } from '../platform/ids.ts';
import { insertMember, insertMerchant, memberScope } from './merchants/merchants.repository.ts';
import { insertOperator } from './operators/operators.repository.ts';
import {
  type MerchantScope,
  type Mode,
  type OperatorScope,
  type PersonScope,
  type Role,
  toOperatorScope,
  toPersonScope,
} from './scopes.ts';
import { upsertPerson } from './sign-in/sign-in.repository.ts';

/** For tests of other features: a person who is signed in with this address. */
export async function createTestPerson(
  tx: Tx,
  { address, publicKey = null, now }: { address: string; publicKey?: string | null; now: Date },
): Promise<PersonScope> {
  const person = await upsertPerson(tx, { id: newId('person'), address, publicKey, createdAt: now });
  return toPersonScope({
    personId: person.id,
    sessionId: newId('session'),
    address,
    publicKey: person.publicKey,
  });
}

/** For tests of other features: a merchant with this person as a member. */
export async function createTestMerchant(
  tx: Tx,
  person: PersonScope,
  {
    name = 'Test merchant',
    role = 'owner',
    mode = 'live',
    now,
  }: { name?: string; role?: Role; mode?: Mode; now: Date },
): Promise<MerchantScope> {
  const merchantId = newId('merchant');
  const { personId } = person;
  await insertMerchant(tx, { id: merchantId, name, supportContact: null, mode, createdAt: now });
  await insertMember(tx, { merchantId, personId, role, createdAt: now });
  return memberScope(merchantId, personId, role);
}

/** For tests of other features: this person as an operator. */
export async function createTestOperator(
  tx: Tx,
  { personId }: PersonScope,
  now: Date,
): Promise<OperatorScope> {
  await insertOperator(tx, personId, now);
  return toOperatorScope({ personId });
}
