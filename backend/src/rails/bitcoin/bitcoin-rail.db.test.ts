import { createTestDatabase } from '@charmbills/ops/testing';
import { createTestBilling } from '../../billing/testing.ts';
import { addressToScript } from '../../bitcoin/index.ts';
import { openTestInvoice } from '../testing/open-test-invoice.ts';
import { describeRail } from '../testing/rail-contract.ts';
import { someTransaction, TestChain } from '../testing/test-chain.ts';
import { bitcoinRailObserver, createBitcoinRail, setReceivingKey } from './index.ts';
import { FIRST_ADDRESS, TEST_KEY } from './testing.ts';

describeRail(
  'bitcoin',
  { anyAmount: true, reversible: true, otherCurrency: 'USD', needsPayer: false },
  async () => {
    const testDatabase = await createTestDatabase();
    const billing = await createTestBilling(testDatabase.url);
    const services = {
      ...billing.services,
      rails: { ...billing.services.rails, bitcoin: createBitcoinRail(billing.services) },
    };
    await setReceivingKey(services, billing.merchant, { key: TEST_KEY, firstAddress: FIRST_ADDRESS });
    const chain = await TestChain.start(billing, [bitcoinRailObserver(services.config)]);
    return {
      billing,
      services,
      openInvoice: async (currency) =>
        openTestInvoice(billing, await billing.newPerson(), { ...(currency ? { currency } : {}) }),
      async send(quote, amountSats) {
        const script = addressToScript(quote.instructions.address ?? '', 'regtest');
        const transaction = someTransaction({ script, amountSats });
        await chain.see(transaction);
        let mined = false;
        return {
          async settle() {
            // A block holds a transaction once; the mempool may be told of again.
            if (mined) return chain.see(transaction);
            mined = true;
            await chain.mine(transaction);
          },
          async unsettle() {
            mined = false;
            await chain.undo();
          },
          async fail() {
            const { id } = await billing.database.client.chainTransaction.findFirstOrThrow({
              where: { txid: transaction.txid },
            });
            await chain.fail(quote.merchantId, id, 'replaced');
          },
        };
      },
      async stop() {
        await billing.database.close();
        await testDatabase.drop();
      },
    };
  },
);
