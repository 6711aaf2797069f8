import type { Tx } from '../platform/database/index.ts';
import { newId } from '../platform/ids.ts';
import { type MerchantScope, type PersonScope, type Role, toMerchantScope, toPersonScope } from './scopes.ts';

/** For tests of other features: a person who is signed in with this address. */
export async function createTestPerson(
  tx: Tx,
  { address, publicKey = null, now }: { address: string; publicKey?: string | null; now: Date },
): Promise<PersonScope> {
  const personId = newId('person');
  await tx.person.create({ data: { id: personId, address, publicKey, createdAt: now } });
  return toPersonScope({ personId, sessionId: newId('session'), address, publicKey });
}

/** For tests of other features: a merchant with this person as a member. */
export async function createTestMerchant(
  tx: Tx,
  person: PersonScope,
  { name = 'Test merchant', role = 'owner', now }: { name?: string; role?: Role; now: Date },
): Promise<MerchantScope> {
  const { personId } = person;
  const merchantId = newId('merchant');
  await tx.merchant.create({ data: { id: merchantId, name, createdAt: now } });
  await tx.merchantMember.create({ data: { merchantId, personId, role, createdAt: now } });
  return toMerchantScope({ merchantId, personId, role });
}
