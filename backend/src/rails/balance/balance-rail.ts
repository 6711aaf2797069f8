import { type PaymentRail, RailUnavailableError } from '../../billing/index.ts';
import type { Currencies } from '../../ledger/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { cancelOffer, findOfferStage, insertOffer } from './balance-offer.repository.ts';
import { collect } from './collect.ts';
import { refund } from './refund.ts';

/**
 * Pays an invoice from the internal wallet of its payer, in the invoice's currency. An offer does nothing by itself:
 * the payer says so by `payInvoiceFromBalance`, or has allowed it for renewals.
 */
export function createBalanceRail(
  services: Pick<PlatformServices, 'database' | 'clock'> & { readonly currencies: Currencies },
): PaymentRail {
  const { database, clock } = services;
  return {
    currencyFor: ({ payer, onBehalfOf, currency }) =>
      payer !== null || onBehalfOf !== null ? currency : undefined,
    termsFor: async (_, { currency }) => ({ currency, needsPayer: true }),
    async begin(tx, { merchantId, quoteId, payer, onBehalfOf }) {
      const personId = payer?.personId ?? onBehalfOf;
      if (personId === null) throw new RailUnavailableError('balance');
      await insertOffer(tx, { merchantId, quoteId, personId, createdAt: clock.now() });
      return { reference: quoteId, transactionId: null, instructions: {} };
    },
    stageOf: findOfferStage,
    cancel: ({ personId }, quoteId) =>
      database.transaction((tx) => cancelOffer(tx, personId, quoteId, clock.now())),
    collect: (tx, order) => collect(tx, services, order),
    refund: (tx, order) => refund(tx, services, order),
  };
}
