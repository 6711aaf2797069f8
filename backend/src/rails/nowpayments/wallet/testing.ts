import { type NowPaymentsSimulator, startNowPayments } from '@charmbills/sandbox';
import Fastify, { type FastifyError } from 'fastify';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { registerProviderWebhooks } from '../../../api/http/provider-webhooks.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { placeHold, releaseHold } from '../../../ledger/index.ts';
import { describeError } from '../../../platform/errors/index.ts';
import { newId } from '../../../platform/ids.ts';
import type { Jobs } from '../../../platform/jobs/index.ts';
import { silentLogger } from '../../../platform/logging/index.ts';
import { accountIds } from '../../../wallet/accounts/account-ids.ts';
import { personAccount } from '../../../wallet/accounts/account-names.ts';
import { processNotice } from '../../../wallet/notices/process-notice.ts';
import { PROCESS_NOTICE } from '../../../wallet/notices/receive-notice.ts';
import type { WalletServices } from '../../../wallet/ports.ts';
import { type TestWallet, type TestWalletServices, useTestWallet } from '../../../wallet/testing.ts';
import { SEND_WITHDRAWAL } from '../../../wallet/withdrawals/approve-withdrawal.ts';
import { sendWithdrawal } from '../../../wallet/withdrawals/send-withdrawal.ts';
import { createNowPayments } from '../create-nowpayments.ts';
import { IPN_SECRET } from '../testing.ts';
import { walletAdapters } from './wallet-adapters.ts';

export type RailServices = TestWalletServices &
  Pick<WalletServices, 'jobs' | 'depositProvider' | 'payoutProvider' | 'noticeReader'>;

export interface TestRail {
  readonly wallet: TestWallet;
  readonly services: RailServices;
  readonly provider: NowPaymentsSimulator;
  /** Where the provider calls. */
  readonly webhookUrl: string;
  /** Lets every notification arrive, and does all that is in the queue. */
  settle(): Promise<void>;
  /** Does what is in the queue, until nothing is. */
  work(services?: RailServices): Promise<void>;
}

/** A wallet that talks to the provider's simulator over HTTP both ways, with a queue that a test works off. */
export function useTestRail(env: NodeJS.ProcessEnv = {}): TestRail {
  const wallet = useTestWallet({ env });
  const queue: { readonly name: string; readonly data: object }[] = [];
  const jobs = {
    enqueue: async (_: unknown, name: string, data: object) => {
      queue.push({ name, data });
    },
  } as Pick<Jobs, 'enqueue'> as Jobs;
  const app = Fastify();
  app.setErrorHandler<FastifyError>((error, _, reply) => {
    const { status, ...rest } = describeError(error, silentLogger);
    return reply.code(error.statusCode ?? status).send({ error: rest });
  });
  let provider: NowPaymentsSimulator | undefined;
  let services: RailServices | undefined;
  let url = '';

  beforeAll(async () => {
    const { clock } = wallet;
    provider = await startNowPayments({ ipnSecret: IPN_SECRET, clock, ipn: { retries: 0 } });
    const { apiKey, email, password, totpSecret } = provider;
    const client = createNowPayments({
      url: provider.url,
      apiKey,
      timeoutMs: 5_000,
      clock,
      retry: { attempts: 3, baseDelayMs: 1 },
      account: { email, password, totpSecret },
    });
    // The address is known once the server listens, and the server wants the services.
    const base = { ...wallet.services, jobs };
    const reader = walletAdapters(configAt('http://127.0.0.1:9'), clock, client).noticeReader;
    await registerProviderWebhooks(app, { ...base, noticeReader: reader });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
    services = { ...base, ...walletAdapters(configAt(url), clock, client) };
  });
  afterEach(() => {
    provider?.control.clearFaults();
    provider?.control.setIpn({ delivery: 'once', signature: 'right', arrays: 'kept' });
  });
  afterAll(async () => {
    await provider?.close();
    await app.close();
  });
  const configAt = (publicUrl: string) => ({
    PUBLIC_URL: publicUrl,
    NOWPAYMENTS_IPN_SECRET: IPN_SECRET,
    NOWPAYMENTS_EMAIL: 'sandbox@charmbills.test',
  });
  const present = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the rail is there while tests run');
    return value;
  };
  const work = async (given: RailServices = present(services)) => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { name, data } = job;
      if (name === PROCESS_NOTICE) await processNotice(given, BigInt((data as { id: string }).id));
      if (name === SEND_WITHDRAWAL)
        await sendWithdrawal(given, (data as { withdrawalId: string }).withdrawalId);
    }
  };
  return {
    wallet,
    get services() {
      return present(services);
    },
    get provider() {
      return present(provider);
    },
    get webhookUrl() {
      return `${url}/api/webhooks/nowpayments`;
    },
    work,
    async settle() {
      await present(provider).control.settled();
      await work();
    },
  };
}

/** Locks money of a person; what comes back unlocks it. */
export async function lockSome(
  services: RailServices,
  { personId }: PersonScope,
  currency: string,
  amount: bigint,
): Promise<() => Promise<void>> {
  const { database, clock } = services;
  const id = newId('withdrawal');
  const hold = await database.transaction(async (tx) => {
    const [account] = await accountIds(tx, services, [personAccount(personId, currency)]);
    const key = `test.lock:${id}`;
    const { holdId } = await placeHold(tx, clock.now(), {
      key,
      kind: 'test.lock',
      account,
      amount,
      currency,
    });
    return holdId;
  });
  return async () => {
    await database.transaction((tx) =>
      releaseHold(tx, clock.now(), { key: `test.unlock:${id}`, kind: 'test.unlock', hold }),
    );
  };
}
