import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';
import type { DunningEnd, Overpayment, ReceivingScript } from './settings.generated.ts';

const scripts: Readonly<Record<ReceivingScript, string>> = {
  WPKH: 'Native segwit (bc1q…)',
  TR: 'Taproot (bc1p…)',
  SH_WPKH: 'Nested segwit (3…)',
  PKH: 'Legacy (1…)',
};
const ends: Readonly<Record<DunningEnd, string>> = {
  EXPIRE: 'The subscription expires, the invoice is uncollectible',
  CANCEL: 'The subscription is canceled, the invoice is uncollectible',
  KEEP: 'Both stay: past due, and open',
};
const overpayments: Readonly<Record<Overpayment, string>> = {
  CREDIT: 'Credit for what comes next',
  REFUND: 'To be sent back',
};

const en = {
  title: 'Settings',
  lead: 'How the merchant shows itself, is paid, and asks for what is owed.',
  sections: 'Parts of the settings',
  tab: {
    brand: 'Brand',
    key: 'Receiving key',
    rails: 'Ways to pay',
    invoicing: 'Invoices',
    dunning: 'Reminders',
    clock: 'Test clock',
  },
  save: 'Save',
  saved: 'Saved.',
  adminOnly: 'Admins of the merchant can change this.',
  ownerOnly: 'Owners of the merchant can change this.',
  developerOnly: 'Developers of the merchant can move the clock.',

  brandTitle: 'What subscribers see',
  brandLead: 'On checkouts, invoices, receipts, e-mails and in the portal.',
  name: 'Name',
  support: 'Support contact',
  supportHint: 'An e-mail address or an https page. It is shown wherever somebody pays.',
  seenAs: 'As subscribers see it',
  questions: 'Questions? Ask',
  samplePay: 'Pay',
  themes: { light: 'By day', dark: 'In the dark' },
  color: 'Colour',
  colorHint: 'Fills buttons. What is written in it is made darker or lighter where it could not be read.',
  pickColor: 'Pick a colour',
  badColor: 'A colour as #rrggbb.',
  noColor: 'None',
  logo: 'Logo',
  logoOf: (name: string) => `Logo of ${name}`,
  logoHint: 'A PNG, JPEG or WebP. It is made small here, and stands on white wherever it is shown.',
  chooseLogo: 'Choose a file',
  replaceLogo: 'Replace',
  removeLogo: 'Remove',
  logoSet: 'The logo is set.',
  badLogo: 'This file is no picture that can be shown.',
  noSupport: 'No contact is shown. Whoever pays wants to know whom to ask.',

  keyTitle: 'Where Bitcoin payments arrive',
  keyLead:
    'A public key of your own wallet. Each invoice gets an address of it that nobody else has; nobody here can spend from it.',
  keyNone: 'No key is set: invoices cannot be paid to a Bitcoin address.',
  keyNow: 'In use',
  keySince: 'Since',
  descriptor: 'Descriptor',
  kind: 'Kind of address',
  script: scripts,
  firstAddresses: 'First addresses',
  givenOut: 'Addresses given out',
  gap: 'Gap limit for your wallet',
  gapHint: (gap: number) => `Set it to ${gap} at least, or your wallet may not find every payment.`,
  keyNew: 'Set a key',
  keyReplace: 'Replace the key',
  keyInput: 'Extended public key or descriptor',
  keyInputHint: 'Such as xpub…, zpub… or wpkh([…]xpub…/0/*). Never a private key or words: they are refused.',
  scriptAuto: 'As the key says',
  preview: 'Show its first addresses',
  compare: 'Open your wallet and compare. Only if they are the same is it your key.',
  firstAddress: 'First address, copied from your wallet',
  firstAddressHint: 'Not from here: it is how a mistake, or somebody else’s key, comes to light.',
  setKey: 'Use this key',
  keySet: 'Payments arrive at this key from here on.',
  removeKey: 'Remove',
  removeTitle: 'Remove the receiving key?',
  removeText:
    'New invoices can no longer be paid to a Bitcoin address. Addresses that were given out stay watched.',
  keyRemoved: 'It is removed.',

  railsTitle: 'Ways to pay you',
  railsLead: 'What each needs. A checkout offers those that are ready.',
  ready: 'Ready',
  notReady: 'Not set up',
  railName: { CHARMS: 'Bitcoin with a token', BITCOIN: 'Bitcoin to an address', BALANCE: 'Wallet balance' },
  railText: {
    CHARMS:
      'One transaction pays you and mints the subscriber’s token. It arrives at the plan’s payout address.',
    BITCOIN: 'Any wallet pays to an address of your receiving key. Settled after confirmations.',
    BALANCE: 'Paid at once from the balance somebody has here. You find it under Balances and take it out.',
  },
  railNeed: {
    CHARMS: 'Needs a plan with a token on sale.',
    BITCOIN: 'Needs a receiving key.',
    BALANCE: 'Needs nothing.',
  },
  newPlan: 'New plan',
  setReceivingKey: 'Set the key',
  toBalances: 'Balances',

  invoicingTitle: 'How invoices are made',
  invoicingLead: 'It counts for invoices from now on.',
  leadHours: 'Renewals are invoiced ahead by',
  due: 'To be paid within',
  hours: 'hours',
  tolerance: 'May be paid too little by',
  toleranceHint: 'And still counts as paid, for what exchanges and wallets round away.',
  percentSign: '%',
  overpayment: 'What is paid too much becomes',
  overpaid: overpayments,
  taxes: 'Taxes',
  taxesHint: 'As they stand on every invoice. A customer can have their own.',
  noTaxes: 'No taxes.',
  taxName: 'Name',
  taxRate: 'Rate',
  taxIncluded: 'Prices contain it',
  addTax: 'Add a tax',
  removeTax: (name: string) => `Remove ${name || 'this tax'}`,
  badNumber: 'A whole number.',
  badPercent: 'A percentage, such as 0.5.',

  dunningTitle: 'When an invoice is not paid',
  dunningLead: 'It counts for what is open already, too.',
  reminders: 'Reminders, in days',
  remindersHint: 'Counted from when it is due; before it with a minus: -3, 0, 7.',
  retries: 'Paying without asking is tried on, in days',
  retriesHint: 'Where the subscriber has allowed it. A day before leaves no gap.',
  endDays: 'Given up after',
  days: 'days',
  end: 'Then',
  ends,
  unpaidFirst: 'A first payment is waited for',
  unpaidFirstHint: 'After that the invoice is void, and what it was to begin with it.',
  badDays: 'Whole numbers with commas between, from -90 to 90, 12 at most.',
  graceNote: 'How long a plan still grants after the paid time is set with each price.',
  timeLine: 'How it goes',
  day: (day: number) =>
    day === 0
      ? 'The day it is due'
      : day < 0
        ? plural('en', -day, { one: '# day before', other: '# days before' })
        : plural('en', day, { one: '# day after', other: '# days after' }),
  remind: 'Reminder by e-mail',
  retry: 'Payment is tried',
  dueMark: 'Due',
  afterEnd: 'Not reached: it is given up before.',

  clockTitle: 'Test clock',
  clockLead: 'Moves this merchant’s time, through every renewal, reminder and end that falls due on the way.',
  clockLive: 'A merchant that does real business has the real time. Make one in test mode to try things out.',
  clockNone: 'Its time is the real one. Give it a clock to move by hand; that is for good.',
  clockStart: 'Start a clock at',
  clockStartDo: 'Give it a clock',
  clockNow: 'Its present',
  standing: 'Stands',
  moving: 'Moves',
  movingTo: (target: string) => `On its way to ${target}`,
  advance: 'Move forward by',
  presets: { day: 'A day', week: 'A week', month: 'A month', year: 'A year' },
  advanceTo: 'Or to',
  advanceDo: 'Move',
  arrived: 'The clock has arrived.',
  utc: 'UTC',
};

const catalogs = { en };

export function useSettingsStrings() {
  return useTexts(catalogs);
}
