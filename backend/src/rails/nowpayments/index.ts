export type { PayoutAccount } from './authorized.ts';
export { createNowPayments, type NowPaymentsOptions } from './create-nowpayments.ts';
export { classifyIpn, type ExpectedPayment, type IpnMeaning, type ReviewReason } from './ipn/classify-ipn.ts';
export { type NowPaymentsIpn, parseIpn } from './ipn/parse-ipn.ts';
export { verifyIpn } from './ipn/verify-ipn.ts';
export {
  NowPaymentsAnswerWrongError,
  NowPaymentsOutcomeUnknownError,
  NowPaymentsRefusedError,
  NowPaymentsUnavailableError,
} from './nowpayments.errors.ts';
export type { NewNowInvoice, NewNowPayment, NewNowPayout, NowPayments } from './nowpayments.ts';
export { nowPaymentsFromConfig } from './nowpayments-from-config.ts';
export type { NowPayment, NowPaymentStatus } from './payment.ts';
export { type NowPayout, PAYOUT_DECIMALS } from './payout.ts';
export { type ProviderAmount, type Ticker, tickerOf, tickers, unitsOf } from './provider-amount.ts';
export { walletAdapters } from './wallet/wallet-adapters.ts';
