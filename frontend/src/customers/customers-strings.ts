import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';

/** What moved a customer's credit. */
const moves: Readonly<Record<string, string>> = {
  'credit.applied': 'Used for an invoice',
  'credit.overpaid': 'Paid too much',
  'credit.adjusted': 'Adjusted',
  'credit.returned': 'Returned by a void invoice',
  'credit.proration': 'Change of plan',
  'credit.gift': 'Credit note',
  'refund.requested': 'Set aside for a refund',
  'refund.sent': 'Refunded',
  'refund.canceled': 'Refund kept as credit',
};

const en = {
  title: 'Customers',
  lead: 'Everybody who has subscribed, or whom you invoice.',
  caption: 'Customers of this merchant',
  search: 'Find',
  searchHint: 'By name, e-mail address, or the beginning of an address.',
  name: 'Customer',
  email: 'E-mail',
  credit: 'Credit',
  since: 'Since',
  emptyTitle: 'Nobody here',
  emptyText:
    'A customer appears with their first subscription. With something to find set, perhaps nobody fits.',
  back: 'Customers',
  unnamed: 'Customer without a name',
  about: 'About them',
  address: 'Address',
  taxId: 'Tax id',
  taxes: 'Taxes',
  asMerchant: 'As yours',
  exempt: 'Exempt',
  tax: (name: string, percent: string, included: boolean) =>
    `${name} ${percent}${included ? ', included' : ''}`,
  metadata: 'Notes of yours',
  refused: 'Mail is refused',
  refusedText: (when: string) =>
    `Since ${when} a mail server refuses this e-mail address: nothing is sent to it until it is given anew.`,
  edit: 'Edit',
  editTitle: 'Edit the customer',
  fullName: 'Name',
  taxesOwn: 'Own rates',
  taxName: 'Name of the tax',
  taxRate: 'Rate',
  taxIncluded: 'Prices contain it',
  addTax: 'Add a tax',
  removeTax: (index: number) => `Remove tax ${index}`,
  badTax: 'Each tax needs a name and a rate in percent, such as 19 or 7.7.',
  metadataHint: 'One a line, as key = value. Your server reads them.',
  badMetadata: (line: string) => `“${line}” should be key = value.`,
  save: 'Save',
  saved: 'Saved',
  creditTitle: 'Credit',
  creditHint: 'Used for new invoices by itself.',
  noCredit: 'No credit.',
  locked: (amount: string) => `${amount} of it waits to be refunded`,
  adjust: 'Adjust',
  adjustTitle: 'Adjust the credit',
  adjustText:
    'Credit is given out of your revenue, or taken back into it. The customer sees it with its reason.',
  direction: 'What',
  give: 'Give credit',
  take: 'Take credit back',
  amount: 'Amount',
  currency: 'Currency',
  reason: 'Reason',
  badAmount: (decimals: number) => `A number above zero with at most ${decimals} decimals.`,
  adjusted: 'Credit adjusted',
  history: 'History of the credit',
  historyCaption: 'What changed the credit of this customer',
  noHistory: 'It was never used.',
  when: 'When',
  what: 'What',
  move: (kind: string) => moves[kind] ?? kind.replaceAll('.', ' '),
  balance: 'After it',
  portal: 'Portal',
  portalHint: 'A link by which they see and manage what they have with you, without a wallet.',
  createLink: 'Create a link',
  linkUntil: (when: string) => `Works once, until ${when}. Send it to them alone.`,
  revoke: 'End all links',
  revokeTitle: 'End all portal links and sessions?',
  revokeText: 'Whoever uses one is signed out at once. You can create a new link any time.',
  revoked: (count: number) => plural('en', count, { one: '# ended', other: '# ended' }),
  subscriptions: 'Subscriptions',
  noSubscriptions: 'No subscription.',
  invoices: 'Invoices',
  newInvoice: 'New invoice',
};

const catalogs = { en };

export function useCustomersStrings() {
  return useTexts(catalogs);
}
