import type { FastifyInstance } from 'fastify';
import { chooseReminders, type ShownReminderLink, showReminders } from '../../billing/index.ts';
import type { PlatformServices } from '../../platform/services.ts';

interface LinkRequest {
  Params: { merchantId: string; customerId: string };
  Querystring: { signature?: unknown };
}

const PATH = '/api/reminders/:merchantId/:customerId';
/** Nothing is loaded, and nothing is sent but to here. */
const CSP = "default-src 'none';form-action 'self';frame-ancestors 'none';base-uri 'none'";

/**
 * Where the links of reminders lead. A POST alone does it, without a session (RFC 8058), whatever it carries; opening the
 * link only shows a button, as programs that look for harm open every link of an e-mail.
 */
export function registerReminders(
  app: FastifyInstance,
  services: Pick<PlatformServices, 'clock' | 'config' | 'database'>,
): void {
  app.register(async (scope) => {
    // Mail programs send a form of either kind; all that counts is in the address.
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data'])
      scope.addContentTypeParser(type, { parseAs: 'string' }, (_request, _body, done) =>
        done(null, undefined),
      );
    scope.get<LinkRequest>(
      `${PATH}/stop`,
      { config: { contentSecurityPolicy: CSP } },
      async (request, reply) => {
        const link = linkOf(request);
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .send(await page(services, link));
      },
    );
    for (const choice of ['stop', 'resume'] as const) {
      scope.post<LinkRequest>(
        `${PATH}/${choice}`,
        { config: { contentSecurityPolicy: CSP } },
        async (request, reply) => {
          const link = linkOf(request);
          await chooseReminders(services, link, choice);
          return reply
            .type('text/html; charset=utf-8')
            .header('cache-control', 'no-store')
            .send(await page(services, link));
        },
      );
    }
  });
}

function linkOf({
  params: { merchantId, customerId },
  query,
}: {
  params: LinkRequest['Params'];
  query: LinkRequest['Querystring'];
}): ShownReminderLink {
  return { merchantId, customerId, signature: String(query.signature ?? '') };
}

async function page(
  services: Pick<PlatformServices, 'config' | 'database'>,
  link: ShownReminderLink,
): Promise<string> {
  const { merchantName, stopped } = await showReminders(services, link);
  const [says, choice, offers] = stopped
    ? [
        'You get no more reminders by e-mail. Receipts and what you have to know are sent all the same.',
        'resume',
        'Send me reminders again',
      ]
    : ['You get reminders of unpaid invoices by e-mail.', 'stop', 'Send me no more reminders'];
  const name = escaped(merchantName);
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta name="robots" content="noindex"><title>Reminders of ${name}</title>`,
    `<main><h1>${name}</h1><p>${says}</p>`,
    `<form method="post" action="${choice}?signature=${encodeURIComponent(link.signature)}">`,
    `<button>${offers}</button></form></main></html>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
