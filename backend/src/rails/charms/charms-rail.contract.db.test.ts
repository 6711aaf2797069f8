import { createTestDatabase } from '@charmbills/ops/testing';
import { subscribe } from '../../billing/subscriptions/subscribe.ts';
import { createTestBilling } from '../../billing/testing.ts';
import { recordBroadcast, recordBuilt } from '../../bitcoin/index.ts';
import type { SpellServices } from '../../charms/index.ts';
import { describeRail } from '../testing/rail-contract.ts';
import { someTransaction, TestChain } from '../testing/test-chain.ts';
import { charmsRailObserver, createCharmsRail } from './index.ts';

describeRail('charms', { anyAmount: false, reversible: true, needsPayer: true }, async () => {
  const testDatabase = await createTestDatabase();
  const billing = await createTestBilling(testDatabase.url);
  const { database, clock } = billing;
  const observers = [charmsRailObserver];
  // Of the charms feature, what begins and calls off a transaction: nothing here is proved or sent.
  const charms = {
    ...billing.services,
    jobs: { enqueue: async () => undefined },
    appBinaries: { currentVk: 'b2'.repeat(32) },
    chainObservers: observers,
  } as unknown as SpellServices;
  const services = { ...billing.services, rails: { charms: createCharmsRail(charms) } };
  const chain = await TestChain.start(billing, observers);
  const planId = await billing.newActivePlan();
  return {
    billing,
    services,
    async openInvoice() {
      const payer = await billing.newPerson();
      const { subscriptionId } = await subscribe(services, payer, planId);
      const { id: invoiceId, merchantId } = await database.client.invoice.findFirstOrThrow({
        where: { subscriptionId },
      });
      return { key: { merchantId, invoiceId }, payer };
    },
    async send({ merchantId, reference }) {
      const key = { merchantId, id: reference };
      const transaction = someTransaction({ script: new Uint8Array([0x51]), amountSats: 25_000n });
      const { txid, raw, spends: inputs } = transaction;
      await database.transaction(async (tx) => {
        await recordBuilt(tx, key, { txid, feeSats: null, inputs }, clock.now());
        await recordBroadcast(tx, observers, key, raw, clock.now());
      });
      let mined = false;
      return {
        async settle() {
          if (mined) return;
          mined = true;
          await chain.mine(transaction);
        },
        async unsettle() {
          mined = false;
          await chain.undo();
        },
        fail: () => chain.fail(merchantId, reference, 'replaced'),
      };
    },
    async stop() {
      await database.close();
      await testDatabase.drop();
    },
  };
});
