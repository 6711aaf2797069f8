import type { PersonScope } from '../../identity/index.ts';
import type { WalletServices } from '../ports.ts';
import { newReferralCode } from './code.ts';
import { findCode, insertCode } from './referrals.repository.ts';

const ATTEMPTS = 5;

/** A person's code, the same for good; made when they ask for the first time. */
export async function createReferralCode(
  { database, clock }: Pick<WalletServices, 'database' | 'clock'>,
  person: PersonScope,
): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const code = newReferralCode();
    if (await insertCode(database.client, person, code, clock.now())) return code;
    const existing = await findCode(database.client, person);
    if (existing !== undefined) return existing;
  }
  throw new Error('every new referral code is taken');
}
