import type { DepositAddress, DepositMeaning, DepositReport } from '../../../wallet/index.ts';
import { classifyIpn, type IpnMeaning } from '../ipn/classify-ipn.ts';
import type { NowPayment } from '../payment.ts';
import { tickerOf, unitsOf } from '../provider-amount.ts';

/** "expired": nothing was sent to the address within seven days. */
const LIFETIME_MS = 7 * 86_400_000;
const HAS_MONEY: readonly string[] = ['partially_paid', 'finished', 'refunded'];

/** A payment of the provider as the wallet reads it. */
export function depositReport(payment: NowPayment, now: Date): DepositReport {
  return {
    reference: payment.id,
    parentReference: payment.parentId,
    depositId: payment.orderId,
    status: payment.status,
    hasMoney: HAS_MONEY.includes(payment.status),
    received: `${payment.paid.decimal} ${payment.paid.currency}`,
    where: depositAddress(payment, now),
    judge: ({ depositId, reference, asset, amount, booked, refunded }) =>
      meaningOf(
        classifyIpn(payment, {
          paymentId: reference,
          orderId: depositId,
          payCurrency: asset,
          dueUnits: amount,
          bookedUnits: booked,
          refunded,
        }),
      ),
  };
}

function meaningOf(meaning: IpnMeaning): DepositMeaning {
  switch (meaning.kind) {
    case 'wrong_asset':
      return { kind: 'review', reason: 'wrong_asset' };
    case 'review':
      return { kind: 'review', reason: meaning.reason };
    case 'failed':
      return { kind: 'failed', status: meaning.status };
    case 'duplicate':
    case 'pending':
      return { kind: meaning.kind };
    default:
      return { kind: meaning.kind, units: meaning.units };
  }
}

/** Where a payment is sent. The provider waits seven days for it. */
export function depositAddress(payment: NowPayment, now: Date): DepositAddress {
  return {
    reference: payment.id,
    address: payment.payAddress,
    addressExtra: payment.payExtraId,
    paymentUri: paymentUri(payment),
    expiresAt: new Date(now.getTime() + LIFETIME_MS),
  };
}

/** BIP21 for bitcoin, EIP-681 for ether; wallets read the bare address of everything else. */
function paymentUri({ payAddress, pay }: NowPayment): string {
  if (tickerOf(pay.currency) === undefined) return payAddress;
  if (pay.currency === 'btc') return `bitcoin:${payAddress}?amount=${pay.decimal}`;
  if (pay.currency === 'eth') return `ethereum:${payAddress}?value=${unitsOf(pay)}`;
  return payAddress;
}
