import { recordAudit } from '../../compliance/index.ts';
import {
  isReminderLink,
  REMINDERS,
  type ReminderChoice,
  type ReminderKey,
  withdrawEmails,
} from '../../notifications/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { realNow } from '../clock/real-now.ts';
import { findReminders, setRemindersStopped } from './reminders.repository.ts';

/** Who the link of an e-mail is for, as it comes back: all of it is whatever somebody has sent. */
export interface ShownReminderLink extends ReminderKey {
  readonly signature: string;
}

/** Of whom reminders come, and whether they do. @throws NotFoundError for a link that was not made here */
export async function showReminders(
  { config, database }: Pick<PlatformServices, 'config' | 'database'>,
  link: ShownReminderLink,
): Promise<{ readonly merchantName: string; readonly stopped: boolean }> {
  const reminders = isReminderLink(config, link, link.signature)
    ? await findReminders(database.client, link)
    : undefined;
  if (!reminders) throw new NotFoundError('link', link.customerId);
  return reminders;
}

/**
 * Stops a merchant's reminders to a customer, those that wait included, or has them again; receipts and all that has to be
 * known go on. For whoever has a link of an e-mail. The same again changes nothing.
 * @throws NotFoundError for a link that was not made here
 */
export async function chooseReminders(
  services: Pick<PlatformServices, 'clock' | 'config' | 'database'>,
  link: ShownReminderLink,
  choice: ReminderChoice,
): Promise<void> {
  await showReminders(services, link);
  const { merchantId, customerId } = link;
  const { clock, database } = services;
  await database.transaction(async (tx) => {
    const now = realNow(clock);
    if (!(await setRemindersStopped(tx, link, choice === 'stop' ? now : null))) return;
    if (choice === 'stop') await withdrawEmails(tx, link, REMINDERS);
    await recordAudit(tx, now, {
      actor: { kind: 'customer', id: customerId },
      action: choice === 'stop' ? 'customer.reminders_stopped' : 'customer.reminders_resumed',
      subjectId: customerId,
      merchantId,
      details: {},
    });
    await recordEvents(tx, now, [{ type: 'customer.updated', subjectId: customerId, merchantId, data: {} }]);
  });
}
