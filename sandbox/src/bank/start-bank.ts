import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, systemClock } from '../clock.ts';
import { Faults } from '../http/faults.ts';
import { type Answer, type ServeOptions, serve } from '../http/serve.ts';
import { BankBook, refusal } from './bank-book.ts';
import { bankRoutes, lineBody } from './bank-routes.ts';
import { BankControl } from './control.ts';
import { WebhookSender, type WebhookSettings } from './webhook-sender.ts';

export interface BankOptions extends ServeOptions {
  readonly clock?: Clock;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly webhooks?: Partial<WebhookSettings>;
}

export interface BankSimulator {
  /** Base URL with `/v1`, as `BANK_API_URL` has it. */
  readonly url: string;
  readonly control: BankControl;
  close(): Promise<void>;
}

const PREFIX = '/v1';
const NOT_FOUND: Answer = {
  status: 404,
  body: { error: { code: 'not_found', message: 'there is no such page' } },
};

/**
 * A bank that collects money on somebody's behalf: a bearer key, idempotency keys, a statement to page through, and
 * signed notifications of each of its lines. No money moves.
 */
export async function startBank(options: BankOptions): Promise<BankSimulator> {
  const { clock = systemClock, apiKey, webhookSecret } = options;
  const webhooks = new WebhookSender(webhookSecret, clock, options.webhooks);
  const faults = new Faults();
  const book = new BankBook(clock, (url, line) =>
    webhooks.notify(url, {
      id: `evt_${randomBytes(8).toString('hex')}`,
      type: 'statement.line_booked',
      created_at: clock.now().toISOString(),
      data: lineBody(line),
    }),
  );
  const routes = bankRoutes(book);
  const serving = await serve(
    {
      notFound: NOT_FOUND,
      operationOf({ method, path }) {
        if (!path.startsWith(`${PREFIX}/`)) return undefined;
        const line = `${method} ${path.slice(PREFIX.length)}`;
        const operation = /^GET \/collections\/\w+$/.test(line) ? 'GET /collections/:id' : line;
        return Object.hasOwn(routes, operation) ? operation : undefined;
      },
      answer(operation, request) {
        if (!isKey(request.headers.authorization, apiKey)) {
          throw refusal(401, 'unauthorized', 'a bearer key is required');
        }
        return routes[operation]?.(request) ?? NOT_FOUND;
      },
    },
    faults,
    options,
  );
  return {
    url: serving.url + PREFIX,
    control: new BankControl({ book, webhooks, faults }),
    async close() {
      await webhooks.close();
      await serving.close();
    },
  };
}

function isKey(header: string | undefined, apiKey: string): boolean {
  const given = Buffer.from(header ?? '');
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
