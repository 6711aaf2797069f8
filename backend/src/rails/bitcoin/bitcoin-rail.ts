import type { PaymentRail } from '../../billing/index.ts';
import { findMerchants } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { addressForOrder } from './address-for-order.ts';
import { PaymentTooSmallError } from './bitcoin-rail.errors.ts';
import { DUST_SATS } from './dust.ts';
import { paymentUri, qrText } from './payment-uri.ts';
import { cancelAddress, findOfferStage } from './receiving-address.repository.ts';
import { findReceivingKey } from './receiving-key.repository.ts';

/**
 * Pays an invoice by any Bitcoin wallet: to an address of the merchant's own, given out for this invoice alone. Reports
 * name the quote; the address that it was given out for is watched for ever, whatever becomes of the quote.
 */
export function createBitcoinRail(
  services: Pick<PlatformServices, 'database' | 'clock' | 'config'>,
): PaymentRail {
  const network = services.config.BITCOIN_NETWORK;
  return {
    currencyFor: () => 'BTC',
    termsFor: async (tx, { merchantId }) =>
      (await findReceivingKey(tx, merchantId))
        ? { currency: 'BTC', needsPayer: false, minimum: DUST_SATS }
        : { obstacle: 'not_set_up' },
    async begin(tx, order) {
      const { merchantId, quoteId, amount: amountSats, description } = order;
      if (amountSats < DUST_SATS) throw new PaymentTooSmallError(DUST_SATS, 'BTC');
      const address = await addressForOrder(tx, network, order, services.clock.now());
      const [merchant] = await findMerchants(tx, [merchantId]);
      const payment = { address, amountSats, label: merchant?.name ?? '', message: description };
      return {
        reference: quoteId,
        transactionId: null,
        instructions: { address, bip21: paymentUri(payment), qr: qrText(payment) },
      };
    },
    stageOf: findOfferStage,
    cancel: (_, quoteId) =>
      services.database.transaction((tx) => cancelAddress(tx, quoteId, services.clock.now())),
  };
}
