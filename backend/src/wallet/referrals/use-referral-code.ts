import { personActor, recordAudit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { readReferralCode } from './code.ts';
import { ReferralRefusedError } from './referrals.errors.ts';
import {
  cameThrough,
  findCodeOwner,
  findNewcomer,
  findOwnReferral,
  insertReferral,
  lockReferrals,
} from './referrals.repository.ts';

const DAY_MS = 24 * 3_600_000;
const CODE_SHOWN = 50;

/**
 * Notes through whom a person came here, for good: once, within `REFERRAL_WINDOW_DAYS` of their first sign-in, and
 * before their first fee. The same code again changes nothing.
 * @throws NotFoundError for an unknown code, ReferralRefusedError
 */
export async function useReferralCode(
  { database, clock, config }: Pick<WalletServices, 'database' | 'clock' | 'config'>,
  person: PersonScope,
  text: string,
): Promise<{ readonly id: string }> {
  const unknown = new NotFoundError('referral code', text.slice(0, CODE_SHOWN));
  const code = readReferralCode(text);
  if (code === undefined) throw unknown;
  const { personId } = person;
  const now = clock.now();
  return database.transaction(async (tx) => {
    const referrerId = await findCodeOwner(tx, code);
    if (referrerId === undefined) throw unknown;
    if (referrerId === personId) throw new ReferralRefusedError('it is your own');
    await lockReferrals(tx);
    const earlier = await findOwnReferral(tx, person);
    if (earlier?.referrerId === referrerId) return { id: earlier.id };
    if (earlier !== undefined) throw new ReferralRefusedError('you came here through somebody else');
    if (await cameThrough(tx, referrerId, personId)) {
      throw new ReferralRefusedError('whoever gave it to you came here through you');
    }
    const { since, paidFee } = await findNewcomer(tx, person);
    if (now.getTime() - since.getTime() > config.REFERRAL_WINDOW_DAYS * DAY_MS) {
      throw new ReferralRefusedError('you have been here for too long');
    }
    if (paidFee) throw new ReferralRefusedError('you have paid a fee already');
    const id = newId('referral');
    await insertReferral(tx, { id, personId, referrerId, createdAt: now });
    await recordEvents(tx, now, [{ type: 'referral.created', subjectId: id, personId: referrerId }]);
    await recordAudit(tx, now, {
      actor: personActor(person),
      action: 'referral.created',
      subjectId: id,
      details: { personId, referrerId },
    });
    return { id };
  });
}
