import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { NotFoundError, UnauthenticatedError } from '../../platform/errors/index.ts';
import { receiveFiatNotification, receiveNotice, type WalletServices } from '../../wallet/index.ts';

/** Notifications have less than a kilobyte. */
const BODY_LIMIT_BYTES = 50_000;

type Services = Pick<
  WalletServices,
  'database' | 'clock' | 'config' | 'currencies' | 'jobs' | 'noticeReader' | 'fiatRails' | 'logger'
>;

/**
 * Where payment providers tell us their news: `POST /api/webhooks/<provider>`. The signature is over the bytes as
 * they came, so that nothing is parsed before. Answered as soon as it is stored: what it means is found out later.
 * No limit of requests: a provider comes from few addresses, and checking a signature costs less than counting.
 */
export async function registerProviderWebhooks(app: FastifyInstance, services: Services): Promise<void> {
  const { noticeReader, fiatRails = [], logger } = services;
  /** Whether it comes from whom it says; kept if so. */
  async function receive(provider: string, rawBody: Buffer, headers: IncomingHttpHeaders): Promise<boolean> {
    if (fiatRails.some(({ name }) => name === provider)) {
      return receiveFiatNotification(services, provider, { rawBody, headers });
    }
    if (noticeReader?.name !== provider) throw new NotFoundError('webhook', provider.slice(0, 50));
    const signature = headers[noticeReader.signatureHeader];
    const given = typeof signature === 'string' ? signature : undefined;
    return (await receiveNotice(services, rawBody, given)) !== 'not_genuine';
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_, body, done) =>
      done(null, body),
    );
    scope.post<{ Params: { provider: string } }>(
      '/api/webhooks/:provider',
      { bodyLimit: BODY_LIMIT_BYTES, config: { unlimited: true } },
      async ({ params: { provider }, body, headers, ip }, reply) => {
        const isGenuine = await receive(provider, Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers);
        if (!isGenuine) {
          logger.warn({ provider, ip }, 'a notification that the provider did not sign');
          throw new UnauthenticatedError();
        }
        return reply.send({ received: true });
      },
    );
  });
}
