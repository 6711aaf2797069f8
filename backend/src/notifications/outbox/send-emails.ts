import { reminderLink } from '../letters/reminder-link.ts';
import { REMINDERS, writeLetter } from '../letters/write-letter.ts';
import { MailRefused } from '../mailer/smtp-mailer.ts';
import type { Mailer, NotificationServices } from '../ports.ts';
import {
  type QueuedEmail,
  setAddressRefused,
  setSent,
  setUnsent,
  takeDueEmails,
} from './email.repository.ts';

const BATCH = 20;
const MINUTE_MS = 60_000;
/** A worker that is lost with a batch leaves it to the others after so long. */
const LEASE_MS = 10 * MINUTE_MS;
/** After the attempt of that number; after the last it is given up, about three days later. */
const WAITS_MS = [1, 5, 15, 60, 240, 720, 1_440, 1_440].map((minutes) => minutes * MINUTE_MS);

type Services = Pick<
  NotificationServices,
  'database' | 'clock' | 'config' | 'logger' | 'mailer' | 'currencies'
> &
  Partial<Pick<NotificationServices, 'metrics'>>;

/**
 * Sends what is due, in batches that any number of workers may share. One that is lost between the mail server's answer
 * and our note of it has that e-mail sent again under the same Message-ID. Does nothing without a mail server. Answers
 * with how many were sent.
 */
export async function sendEmails(
  { mailer, ...services }: Services,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<number> {
  if (!mailer) return 0;
  let sent = 0;
  for (;;) {
    const now = services.clock.now();
    const due = await takeDueEmails(services.database.client, now, new Date(now.getTime() + LEASE_MS), BATCH);
    for (const email of due) if (await send({ ...services, mailer }, email)) sent++;
    if (due.length < BATCH || signal?.aborted) return sent;
  }
}

async function send(
  { database, clock, config, logger, mailer, metrics, currencies }: Services & { readonly mailer: Mailer },
  email: QueuedEmail,
): Promise<boolean> {
  const { id, merchantId, kind, facts, recipient: to, attempts } = email;
  try {
    const { FRONTEND_URL: frontendUrl, PUBLIC_URL: publicUrl } = config;
    const { customerId } = facts;
    const leaveUrl =
      customerId !== undefined && REMINDERS.includes(kind)
        ? reminderLink(config, { merchantId, customerId }, 'stop')
        : null;
    const letter = writeLetter(kind, facts, { frontendUrl, publicUrl, currencies }, leaveUrl);
    const messageId = `<${id}@${new URL(config.PUBLIC_URL).hostname}>`;
    await mailer.send({ ...letter, leaveUrl, messageId, fromName: facts.merchantName, to });
  } catch (error) {
    const wait = error instanceof MailRefused ? undefined : WAITS_MS[attempts - 1];
    const next = wait === undefined ? null : new Date(clock.now().getTime() + wait);
    logger.warn({ err: error, emailId: id, attempts, next }, 'an e-mail could not be sent');
    metrics?.emails.inc({ outcome: next === null ? 'given_up' : 'retried' });
    const reason = error instanceof Error ? error.message : String(error);
    await database.transaction(async (tx) => {
      await setUnsent(tx, email, reason, next);
      if (error instanceof MailRefused) await setAddressRefused(tx, email, reason, clock.now());
    });
    return false;
  }
  metrics?.emails.inc({ outcome: 'sent' });
  await setSent(database.client, email, clock.now());
  return true;
}
