import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { isId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { type FailedEmail, lockEmail, setQueued } from './email.repository.ts';

/**
 * Has an e-mail that was given up sent again, to where it was to go, and lifts what a refusal has stopped. One that is
 * on its way or was sent stays as it is: asking twice sends once.
 * @throws InvalidInputError, NotFoundError
 */
export async function resendEmail(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  emailId: string,
): Promise<FailedEmail> {
  if (!isId('email', emailId)) throw new InvalidInputError('emailId', 'the id of an e-mail');
  const { merchantId } = scope;
  return database.transaction(async (tx) => {
    const email = await lockEmail(tx, merchantId, emailId);
    if (!email) throw new NotFoundError('email', emailId);
    if (email.status !== 'failed') return email;
    const now = clock.now();
    await setQueued(tx, email, now);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'email.resent',
      subjectId: emailId,
      merchantId,
      details: { kind: email.kind },
    });
    return { ...email, status: 'queued', attempts: 0, lastError: null };
  });
}
