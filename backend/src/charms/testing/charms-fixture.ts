import type { OutPoint, PlanState } from '@charmbills/charms';
import {
  createTestDatabase,
  type Regtest,
  startProver,
  startRegtest,
  type TestDatabase,
  type TestProver,
} from '@charmbills/ops/testing';
import {
  type BitcoinRpc,
  type ChainFollower,
  createBitcoinRpc,
  createNodeUtxoSource,
  followChain,
} from '../../bitcoin/index.ts';
import { type KeyType, type TestSigner, testSigner } from '../../bitcoin/testing/test-signer.ts';
import type { PersonScope } from '../../identity/index.ts';
import { createTestPerson } from '../../identity/testing.ts';
import { ManualClock } from '../../platform/clock.ts';
import { type Config, loadConfig } from '../../platform/config/index.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { createAppBinaries } from '../app-binaries.ts';
import { charmsObserver } from '../charms-observer.ts';
import type { SpellJobRow } from '../jobs/spell-job-row.ts';
import { toSpellJobRow } from '../jobs/spell-job-row.ts';
import type { ForeignMint, SpellServices } from '../ports.ts';
import { proveSpell } from '../prove-spell.ts';
import { createProverClient } from '../prover/prover-client.ts';
import { readMintedApps } from '../read-minted-apps.ts';
import { requestSpell } from '../request-spell.ts';
import { payableSats } from '../spell/compose-spell.ts';
import type { SpellRequest, SubscriptionMint } from '../spell/spell-request.ts';
import { submitSignedTransaction } from '../submit-signed-transaction.ts';

export const PROVER_FEE_SATS = 1_500n;
export const PRICE_SATS = 25_000n;

/** Somebody with a wallet. */
export interface Somebody {
  readonly scope: PersonScope;
  readonly signer: TestSigner;
}

/** A plan on the chain. */
export interface MintedPlan {
  readonly merchantId: string;
  readonly planId: string;
  readonly app: { readonly identity: string; readonly vk: string };
  readonly nft: OutPoint;
  readonly payout: TestSigner;
  readonly transactionId: string;
}

/** A queue that only remembers what was put into it: tests run the work themselves, when they want to. */
function rememberingJobs(enqueued: { name: string; data: object }[]): Jobs {
  const unused = () => {
    throw new Error('not part of this test');
  };
  return {
    enqueue: async (_tx, name, data) => {
      enqueued.push({ name, data });
    },
    register: unused,
    start: unused,
    replay: unused,
    queues: [],
    state: 'new',
    stop: async () => undefined,
    get boss(): never {
      return unused();
    },
  };
}

/** A node, a database, the dev prover and wallets: what the feature meets in the world. */
export class CharmsFixture {
  readonly enqueued: { name: string; data: object }[] = [];
  readonly foreignMints: ForeignMint[] = [];
  readonly services: SpellServices;
  readonly follower: ChainFollower;

  private constructor(
    readonly chain: Regtest,
    readonly prover: TestProver,
    readonly clock: ManualClock,
    readonly config: Config,
    readonly database: Database,
    readonly rpc: BitcoinRpc,
    readonly testDatabase: TestDatabase,
  ) {
    const observer = charmsObserver({
      config,
      logger: silentLogger,
      foreignMints: { onForeignMint: async (_, mint) => void this.foreignMints.push(mint) },
    });
    this.services = {
      config,
      clock,
      database,
      rpc,
      jobs: rememberingJobs(this.enqueued),
      logger: silentLogger,
      utxos: createNodeUtxoSource(rpc, 'regtest'),
      prover: createProverClient({ url: prover.url, timeoutMs: 10_000 }),
      appBinaries: createAppBinaries(config),
      chainObservers: [observer],
    };
    this.follower = followChain({
      rpc,
      database,
      clock,
      logger: silentLogger,
      observers: [observer],
      confirmations: config.CONFIRMATIONS,
      network: 'regtest',
    });
  }

  static async start(options: Pick<DatabaseOptions, 'onQuery'> = {}): Promise<CharmsFixture> {
    const [chain, testDatabase] = await Promise.all([startRegtest(), createTestDatabase()]);
    // With the memory of the hosted prover, which answers the same spell with the same transaction.
    const prover = await startProver({
      cache: true,
      proverFeeSats: PROVER_FEE_SATS,
      feeAddress: testSigner('p2wpkh', 'the prover').address,
    });
    const config = loadConfig({
      DATABASE_URL: testDatabase.url,
      JWT_SECRET: 'not used by this feature, but required',
      ENCRYPTION_KEY: 'another secret of at least 32 characters',
      RPC_URL: chain.url,
      PROVER_API_URL: prover.url,
      PROVER_FEE_CEILING_SATS: '2000',
      FEE_RATE_FLOOR: '2',
    });
    const clock = new ManualClock(new Date('2030-01-01T00:00:00Z'));
    const database = openDatabase({ url: testDatabase.url, ...options });
    const rpc = createBitcoinRpc({ ...chain, timeoutMs: 20_000 });
    const fixture = new CharmsFixture(chain, prover, clock, config, database, rpc, testDatabase);
    await fixture.follower.run();
    return fixture;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await Promise.all([this.prover.stop(), this.chain.stop(), this.testDatabase.drop()]);
  }

  /** Somebody new whose address holds these outputs, confirmed. */
  async somebody(amounts: readonly bigint[] = [200_000n], type: KeyType = 'p2tr'): Promise<Somebody> {
    const signer = testSigner(type, newId('person'));
    const { address, publicKey } = signer;
    const now = this.clock.now();
    const scope = await this.database.transaction((tx) => createTestPerson(tx, { address, publicKey, now }));
    const coins: OutPoint[] = [];
    for (const amount of amounts)
      coins.push(await this.chain.fundAddress(address, amount, { confirm: false }));
    if (coins.length > 0) await this.mineWith(coins);
    return { scope, signer };
  }

  /**
   * Mines a block, after which these are confirmed, by it or by one that somebody else mined at the same moment:
   * the miner's wallet keeps what the node refuses, and says nothing.
   */
  private async mineWith(coins: readonly OutPoint[]): Promise<void> {
    const [hash] = await this.chain.mine();
    for (const { txid, vout } of coins) {
      if ((await this.chain.rpc('gettxout', [txid, vout, false])) !== null) continue;
      const waiting = await this.chain.rpc<string[]>('getrawmempool');
      throw new Error(`block ${hash} is without ${txid}; waiting: ${waiting.join(', ')}`);
    }
  }

  /** Begins a transaction for somebody. */
  async wish(
    person: Somebody & { readonly services?: SpellServices },
    request: SpellRequest,
    merchantId: string,
  ): Promise<string> {
    const { scope, services = this.services } = person;
    const amountSats = request.kind === 'plan_mint' ? 0n : payableSats(request);
    const { transactionId } = await this.database.transaction((tx) =>
      requestSpell(tx, services, { merchantId, person: scope, amountSats, request }),
    );
    return transactionId;
  }

  async wishPlan(
    merchant: Somebody,
    merchantId = newId('merchant'),
    limit: bigint | null = null,
  ): Promise<Omit<MintedPlan, 'app' | 'nft'>> {
    const payout = testSigner('p2wpkh', newId('merchant'));
    const planId = newId('plan');
    const plan: PlanState = {
      name: 'Gold',
      priceSats: PRICE_SATS,
      periodSeconds: 2_592_000n,
      merchantScript: payout.script,
      limit,
    };
    const transactionId = await this.wish(merchant, { kind: 'plan_mint', planId, state: plan }, merchantId);
    return { transactionId, planId, merchantId, payout };
  }

  /** A plan that is on the chain and known. */
  async plan(owner?: Somebody, merchantId?: string, limit: bigint | null = null): Promise<MintedPlan> {
    const merchant = owner ?? (await this.somebody());
    const wish = await this.wishPlan(merchant, merchantId, limit);
    await this.proveAndSubmit(merchant, wish.transactionId);
    await this.confirm();
    const minted = (await readMintedApps(this.database.client, wish.merchantId, [wish.transactionId])).get(
      wish.transactionId,
    );
    if (!minted) throw new Error('the plan is not minted');
    const { identity, vk, outPoint } = minted;
    return { ...wish, app: { identity, vk }, nft: outPoint };
  }

  mintRequest(plan: MintedPlan, units = 1): SubscriptionMint {
    return {
      kind: 'subscription_mint',
      planId: plan.planId,
      subscriptionId: newId('subscription'),
      app: plan.app,
      planNft: plan.nft,
      units,
      priceSats: PRICE_SATS,
      merchantScript: plan.payout.script,
    };
  }

  wishSubscription(person: Somebody, plan: MintedPlan, units = 1): Promise<string> {
    return this.wish(person, this.mintRequest(plan, units), plan.merchantId);
  }

  async prove(transactionId: string, services: SpellServices = this.services): Promise<void> {
    await proveSpell(services, (await this.job(transactionId)).id);
  }

  async submit(
    person: Somebody,
    transactionId: string,
    services: SpellServices = this.services,
  ): Promise<void> {
    const { psbt } = await this.job(transactionId);
    if (psbt === null) throw new Error('there is nothing to sign');
    await submitSignedTransaction(services, person.scope, transactionId, person.signer.sign(psbt));
  }

  async proveAndSubmit(person: Somebody, transactionId: string): Promise<void> {
    await this.prove(transactionId);
    await this.submit(person, transactionId);
  }

  /** Mines what waits, and lets the follower see it. */
  async confirm(): Promise<void> {
    await this.chain.mine();
    await this.follower.run();
  }

  /** Takes the newest block off the chain and lets the follower see it; what it held waits again. */
  async unconfirm(): Promise<void> {
    await this.chain.invalidate(await this.chain.rpc<string>('getbestblockhash'));
    await this.follower.run();
  }

  /** Confirms again, in a block that is another one than the one before even within the same second. */
  async confirmAgain(): Promise<void> {
    await this.chain.rpc('generatetoaddress', [1, testSigner('p2wpkh', newId('person')).address]);
    await this.follower.run();
  }

  async job(transactionId: string): Promise<SpellJobRow> {
    return toSpellJobRow(await this.database.client.spellJob.findFirstOrThrow({ where: { transactionId } }));
  }

  transaction(id: string) {
    return this.database.client.chainTransaction.findUniqueOrThrow({ where: { id } });
  }

  /** Outputs reserved for a transaction. */
  async reservations(transactionId: string): Promise<number> {
    const { id: spellJobId } = await this.job(transactionId);
    return this.database.client.utxoReservation.count({ where: { spellJobId } });
  }

  /** Sats that an output holds now, by the node, counting the mempool; null when there is none. */
  async unspentSats({ txid, vout }: OutPoint): Promise<bigint | null> {
    const output = await this.chain.rpc<{ value: number } | null>('gettxout', [txid, vout, true]);
    return output && BigInt(Math.round(output.value * 1e8));
  }
}
