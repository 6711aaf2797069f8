import { personActor, recordAudit } from '../../compliance/index.ts';
import { joinMerchant, type PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { lockMerchant } from '../merchants/merchant.repository.ts';
import type { TeamServices } from './change-team.ts';
import { takeInvitation } from './members.repository.ts';

/**
 * Makes a member of whoever was invited.
 * @throws NotFoundError when they were not (whether or not there is such a merchant), MerchantLimitError
 */
export async function acceptInvitation(
  { clock, database }: TeamServices,
  person: PersonScope,
  merchantId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    await lockMerchant(tx, { merchantId });
    const role = await takeInvitation(tx, merchantId, person.address);
    if (role === undefined) throw new NotFoundError('merchant', merchantId);
    const now = clock.now();
    await joinMerchant(tx, person, { merchantId, role, now });
    const { personId: subjectId, address } = person;
    const actor = personActor(person);
    const details = { role, address };
    await recordAudit(tx, now, { actor, action: 'member.joined', subjectId, merchantId, details });
  });
}

/**
 * Refuses an invitation.
 * @throws NotFoundError when there is none
 */
export async function declineInvitation(
  { clock, database }: TeamServices,
  person: PersonScope,
  merchantId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const { address } = person;
    const role = await takeInvitation(tx, merchantId, address);
    if (role === undefined) throw new NotFoundError('merchant', merchantId);
    const actor = personActor(person);
    const entry = { actor, action: 'invitation.declined', subjectId: address, merchantId, details: { role } };
    await recordAudit(tx, clock.now(), entry);
  });
}
