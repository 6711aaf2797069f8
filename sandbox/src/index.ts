export type { Collection, StatementLine } from './bank/bank-book.ts';
export type { BankControl, IncomingTransfer } from './bank/control.ts';
export { signWebhook } from './bank/sign-webhook.ts';
export { type BankOptions, type BankSimulator, startBank } from './bank/start-bank.ts';
export type { WebhookSettings } from './bank/webhook-sender.ts';
export type { Clock } from './clock.ts';
export type { Fault, FaultOptions } from './http/faults.ts';
export type { Delivery, SentNotification } from './http/notification-sender.ts';
export type { ReceivedMail } from './mail/received-mail.ts';
export { type MailOptions, type MailSimulator, startMail } from './mail/start-mail.ts';
export type { Databases } from './mongodb/commands.ts';
export { type MongoSimulator, startMongo } from './mongodb/start-mongodb.ts';
export type { NowPaymentsControl, PayOptions } from './nowpayments/control.ts';
export type { IpnSettings } from './nowpayments/ipn-sender.ts';
export type { IdStyle, PaymentStatus, SimulatedPayment } from './nowpayments/payment.ts';
export type { PayoutStatus, SimulatedPayout } from './nowpayments/payout.ts';
export { type ArrayTreatment, signIpn } from './nowpayments/sign-ipn.ts';
export {
  type NowPaymentsOptions,
  type NowPaymentsSimulator,
  startNowPayments,
} from './nowpayments/start-nowpayments.ts';
export { authenticatorCode } from './nowpayments/totp.ts';
export type { Market } from './rates/market.ts';
export type { SourceControl } from './rates/source-control.ts';
export {
  type RatesOptions,
  type RatesSimulator,
  type SimulatedSource,
  startRates,
} from './rates/start-rates.ts';
export { readSettings, type SandboxSettings } from './settings.ts';
export { type Sandbox, startSandbox } from './start-sandbox.ts';
