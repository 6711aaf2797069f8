import 'reflect-metadata';
import type { JobDefinition } from '../platform/jobs/index.ts';
import { EmailResolver } from './outbox/email.resolver.ts';
import { sendEmails } from './outbox/send-emails.ts';
import type { NotificationServices } from './ports.ts';

export {
  isReminderLink,
  type ReminderChoice,
  type ReminderKey,
  reminderLink,
} from './letters/reminder-link.ts';
export { CUSTOMER_LETTERS, REMINDERS } from './letters/write-letter.ts';
export { createSmtpMailer } from './mailer/smtp-mailer.ts';
export { withdrawEmails } from './outbox/email.repository.ts';
export { noteEventsForEmails } from './outbox/note-events.ts';
export type { Letter, LetterFacts, LetterSource, Mailer, NotificationServices } from './ports.ts';

export const notificationResolvers = [EmailResolver] as const;

/** Every minute: sends what waits. */
export function notificationJobs(
  services: Pick<
    NotificationServices,
    'database' | 'clock' | 'config' | 'logger' | 'mailer' | 'metrics' | 'currencies'
  >,
): JobDefinition<object>[] {
  return [
    {
      name: 'send-emails',
      cron: '* * * * *',
      retryLimit: 0,
      async handler(_, { signal }) {
        await sendEmails(services, { signal });
      },
    },
  ];
}
