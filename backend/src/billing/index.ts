import 'reflect-metadata';
import type { JobDefinition } from '../platform/jobs/index.ts';
import { ChangeResolver } from './changes/change.resolver.ts';
import { advanceTestClocksJob } from './clock/advance-test-clocks.job.ts';
import { TestClockResolver } from './clock/test-clock.resolver.ts';
import { CollectionResolver } from './collection/collection.resolver.ts';
import { CustomerCreditResolver, OwnCreditResolver } from './credit/credit.resolver.ts';
import { CreditNoteResolver } from './credit-notes/credit-note.resolver.ts';
import { ContactResolver } from './customers/contact.resolver.ts';
import { CustomerAccountResolver } from './customers/customer-account.resolver.ts';
import { dunInvoicesJob } from './dunning/dun-invoices.job.ts';
import { DunningResolver } from './dunning/dunning.resolver.ts';
import { EntitlementResolver } from './entitlements/entitlement.resolver.ts';
import { InvoiceResolver } from './invoices/invoice.resolver.ts';
import { PublicInvoiceResolver } from './invoices/public-invoice.resolver.ts';
import { PaymentResolver } from './payments/payment.resolver.ts';
import { PublicPaymentResolver } from './payments/public-payment.resolver.ts';
import { valuePaymentsJob } from './payments/value-payments.job.ts';
import { PlanResolver } from './plans/plan.resolver.ts';
import { PlanMintResolver } from './plans/plan-mint.resolver.ts';
import { PublicPlanResolver, PublicPriceResolver } from './plans/public-plan.resolver.ts';
import { InvoicingResolver } from './policy/invoicing.resolver.ts';
import { PortalResolver } from './portal/portal.resolver.ts';
import type { BillingServices } from './ports.ts';
import { QuoteResolver } from './quotes/quote.resolver.ts';
import { RefundResolver } from './refunds/refund.resolver.ts';
import { invoiceRenewalsJob } from './renewals/invoice-renewals.job.ts';
import { foldReportsJob } from './reports/fold-reports.job.ts';
import { ReportsResolver } from './reports/reports.resolver.ts';
import { lapseSubscriptionsJob } from './subscriptions/lapse-subscriptions.job.ts';
import { PurchaseResolver } from './subscriptions/purchase.resolver.ts';
import { SubscriptionResolver } from './subscriptions/subscription.resolver.ts';

import { SubscriptionPriceResolver } from './subscriptions/subscription-price.resolver.ts';
import { TransactionSubjectResolver } from './transaction-subject.resolver.ts';

export { merchantNow } from './clock/merchant-now.ts';
export { tryAutoPayment } from './collection/try-auto-payment.ts';
export { chooseReminders, type ShownReminderLink, showReminders } from './customers/choose-reminders.ts';
export { showCreditNotePdf, showInvoicePdf, showLinkedPdf } from './documents/show-document.ts';
export { entitlementKeysOf } from './entitlements/entitlement-keys.ts';
export { EXPORT_KINDS } from './exports/export.repository.ts';
export { exportRows } from './exports/export-rows.ts';
export { billingLetterSource } from './letter-source.ts';
export {
  isPaymentFailure,
  PAYMENT_FAILURES,
  type PaymentFailure,
  type PaymentNews,
} from './payments/payment.ts';
export type { PaymentReport } from './payments/payment-report.ts';
export { recordForeignPayments } from './payments/record-foreign-payments.ts';
export { reportPayments } from './payments/report-payments.ts';
export { nominalSeconds } from './periods/index.ts';
export type { PlanMint, PlanNftReport, SettledPlanMint } from './plans/plan-mint.repository.ts';
export { reportMintsMoved, reportMintsSettled, reportMintsUnconfirmed } from './plans/report-plan-mints.ts';
export { reportPlanNfts } from './plans/report-plan-nfts.ts';
export type {
  AutoPayment,
  AutoPaymentOutcome,
  BillingServices,
  CollectOrder,
  MintOrder,
  Offer,
  PaymentOrder,
  PaymentRail,
  PlanMinting,
  PlanOnChain,
  RailInquiry,
  RailName,
  RailTerms,
  RefundOrder,
  TransactionStage,
} from './ports.ts';
export { InvoiceNotPayableError, RailUnavailableError } from './quotes/quote.errors.ts';
export { REPORT_KINDS, reportCsv } from './reports/report-csv.ts';
export { billingWebhookSources } from './webhook-sources.ts';

export const billingResolvers = [
  PlanResolver,
  PublicPlanResolver,
  PublicPriceResolver,
  InvoiceResolver,
  CreditNoteResolver,
  OwnCreditResolver,
  CustomerCreditResolver,
  RefundResolver,
  CustomerAccountResolver,
  InvoicingResolver,
  PlanMintResolver,
  SubscriptionResolver,
  PurchaseResolver,
  ChangeResolver,
  PaymentResolver,
  PublicInvoiceResolver,
  PublicPaymentResolver,
  QuoteResolver,
  CollectionResolver,
  EntitlementResolver,
  ReportsResolver,
  PortalResolver,
  ContactResolver,
  DunningResolver,
  SubscriptionPriceResolver,
  TransactionSubjectResolver,
  TestClockResolver,
] as const;

/** The background work of this feature, to be registered at start. */
export function billingJobs(
  services: Pick<BillingServices, 'database' | 'clock' | 'logger' | 'autoPayment' | 'rates' | 'currencies'>,
): JobDefinition<object>[] {
  return [
    lapseSubscriptionsJob(services),
    invoiceRenewalsJob(services),
    dunInvoicesJob(services),
    foldReportsJob(services),
    valuePaymentsJob(services),
    advanceTestClocksJob(services),
  ];
}
