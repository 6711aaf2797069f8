import type { ReminderKey } from '../../notifications/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** Whether a customer has stopped reminders, and whose they are. */
export async function findReminders(
  tx: Tx,
  { merchantId, customerId }: ReminderKey,
): Promise<{ readonly merchantName: string; readonly stopped: boolean } | undefined> {
  const found = await tx.customer.findUnique({
    where: { merchantId_id: { merchantId, id: customerId } },
    select: { remindersStoppedAt: true, merchant: { select: { name: true } } },
  });
  return found
    ? { merchantName: found.merchant.name, stopped: found.remindersStoppedAt !== null }
    : undefined;
}

/** False when it is so already. */
export async function setRemindersStopped(
  tx: Tx,
  { merchantId, customerId }: ReminderKey,
  at: Date | null,
): Promise<boolean> {
  const { count } = await tx.customer.updateMany({
    where: { merchantId, id: customerId, remindersStoppedAt: at === null ? { not: null } : null },
    data: { remindersStoppedAt: at },
  });
  return count === 1;
}
