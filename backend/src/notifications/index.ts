import type { JobDefinition } from '../platform/jobs/index.ts';
import { sendEmails } from './outbox/send-emails.ts';
import type { NotificationServices } from './ports.ts';

export { LETTER_KINDS } from './letters/write-letter.ts';
export { createSmtpMailer } from './mailer/smtp-mailer.ts';
export { noteEventsForEmails } from './outbox/note-events.ts';
export type { Letter, LetterFacts, LetterSource, Mailer, NotificationServices } from './ports.ts';

/** Every minute: sends what waits. */
export function notificationJobs(
  services: Pick<NotificationServices, 'database' | 'clock' | 'config' | 'logger' | 'mailer' | 'metrics'>,
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
