import { createTestDatabase } from '@charmbills/ops/testing';
import { payInvoice } from '../../billing/collection/pay-invoice.ts';
import { createTestBilling } from '../../billing/testing.ts';
import { openTestInvoice } from '../testing/open-test-invoice.ts';
import { describeRail } from '../testing/rail-contract.ts';
import { createBalanceRail } from './index.ts';
import { fundPerson } from './testing.ts';

describeRail('balance', { anyAmount: false, reversible: false, needsPayer: true }, async () => {
  const testDatabase = await createTestDatabase();
  const billing = await createTestBilling(testDatabase.url);
  const services = {
    ...billing.services,
    rails: { ...billing.services.rails, balance: createBalanceRail(billing.services) },
  };
  return {
    billing,
    services,
    async openInvoice() {
      const payer = await billing.newPerson();
      await fundPerson(billing, payer, 'BTC', 25_000n);
      return openTestInvoice(billing, payer);
    },
    async send({ invoiceId, id: idempotencyKey }, _, payer) {
      const pay = () => payInvoice(services, payer, { invoiceId, rail: 'balance', idempotencyKey });
      await pay();
      return {
        async settle() {
          await pay();
        },
      };
    },
    async stop() {
      await billing.database.close();
      await testDatabase.drop();
    },
  };
});
