import { useTexts } from '../strings/locale.tsx';

const kinds: Readonly<Record<string, string>> = {
  'invoice.opened': 'An invoice is owed',
  'invoice.reminded': 'Reminder of an invoice',
  'invoice.overdue': 'An invoice is overdue',
  'invoice.auto_payment_refused': 'A payment without asking did not work',
  'invoice.partially_paid': 'An invoice is paid in part',
  'invoice.paid': 'An invoice is paid',
  'invoice.overpaid': 'An invoice is paid too much',
  'refund.sent': 'A refund was sent',
  'subscription.canceled': 'A subscription was canceled',
  'subscription.expired': 'A subscription has expired',
  'subscription.paused': 'A subscription is paused',
  'subscription.price_migration': 'A price is to change',
  'webhook_endpoint.disabled': 'A webhook endpoint was switched off',
};

const en = {
  title: 'E-mails that did not arrive',
  lead: 'Mail servers refused these, or could not be reached for three days. Customers whose address is refused are written to no more until it is given anew, or an e-mail is sent again here.',
  recipient: 'To',
  about: 'About',
  kind: (kind: string) => kinds[kind] ?? kind,
  when: 'Written',
  attempts: 'Attempts',
  said: 'What the mail server said',
  resend: 'Send again',
  resendTo: (recipient: string) => `Send again to ${recipient}`,
  resent: 'It is sent again.',
  emptyTitle: 'Every e-mail arrived',
  emptyText: 'Should a mail server refuse one, it will be here with the reason, to be sent again.',
  actions: 'Actions',
};

const catalogs = { en };

export function useEmailsStrings() {
  return useTexts(catalogs);
}
