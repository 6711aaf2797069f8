import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { mailPage } from './mail-page.ts';
import type { ReceivedMail } from './received-mail.ts';

export interface MailOptions {
  readonly host?: string;
  /** Free ones where there is none, or 0. */
  readonly smtpPort?: number;
  readonly httpPort?: number;
}

export interface MailSimulator {
  /** As the variable SMTP_URL has it. */
  readonly smtpUrl: string;
  /** A page that shows what has arrived; `/messages` is the same as JSON. */
  readonly url: string;
  readonly messages: readonly ReceivedMail[];
  /** Answers the next e-mails to this address with a code of SMTP. */
  refuse(recipient: string, code: number): void;
  /** Takes e-mails to this address again. */
  accept(recipient: string): void;
  close(): Promise<void>;
}

const KEPT = 500;

/** A mail server that delivers nothing, and shows what it was given. */
export async function startMail(options: MailOptions = {}): Promise<MailSimulator> {
  const { host = '127.0.0.1', smtpPort = 0, httpPort = 0 } = options;
  const messages: ReceivedMail[] = [];
  const refused = new Map<string, number>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _, done) {
      const code = refused.get(address);
      done(code === undefined ? null : Object.assign(new Error('refused'), { responseCode: code }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then(
          ({ messageId = '', from, subject = '', text = '', html = '', headers: lines }) => {
            const to = envelope.rcptTo.map(({ address }) => address);
            const sender = `${from?.name ?? ''} <${from?.address ?? ''}>`;
            const headers = Object.fromEntries(lines.map(({ key, value }) => [key, value]));
            const at = new Date().toISOString();
            messages.push({ messageId, from: sender, to, subject, text, html, headers, at });
            if (messages.length > KEPT) messages.shift();
            done();
          },
          (error: Error) => done(error),
        );
      });
    },
  });
  const http = createServer((request, response) => {
    const json = request.url?.startsWith('/messages');
    response.setHeader('content-type', json ? 'application/json' : 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    response.end(json ? JSON.stringify(messages) : mailPage(messages));
  });
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(smtpPort, host, resolve);
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(httpPort, host, resolve);
  });
  const portOf = (server: { address(): AddressInfo | string | null }) =>
    (server.address() as AddressInfo).port;
  return {
    smtpUrl: `smtp://${host}:${portOf(smtp.server)}`,
    url: `http://${host}:${portOf(http)}`,
    messages,
    refuse: (recipient, code) => refused.set(recipient, code),
    accept: (recipient) => refused.delete(recipient),
    async close() {
      http.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise((resolve) => http.close(resolve)),
      ]);
    },
  };
}
