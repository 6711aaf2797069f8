import { createTransport } from 'nodemailer';
import type { Mailer } from '../ports.ts';

const TIMEOUT_MS = 20_000;

/** The mail server will never take it (RFC 5321, section 4.2.1: replies of the 500s). */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** Sends through a mail server: `smtp://` upgrades to TLS where it is offered, `smtps://` begins with it. */
export function createSmtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ fromName, leaveUrl, ...mail }) {
      const headers =
        leaveUrl === null
          ? {}
          : { 'List-Unsubscribe': `<${leaveUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
      try {
        await transport.sendMail({ ...mail, headers, from: { name: fromName, address: from } });
      } catch (error) {
        const { responseCode, message } = error as { responseCode?: number; message: string };
        if (responseCode !== undefined && responseCode >= 500)
          throw new MailRefused(message, { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
