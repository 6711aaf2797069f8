import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';

const en = {
  title: 'Subscriptions',
  lead: 'Who pays you again and again, for what, and until when it is paid.',
  caption: 'Subscriptions of this merchant',
  customer: 'Customer',
  plan: 'Plan',
  price: 'Price',
  status: 'State',
  paidThrough: 'Paid through',
  since: 'Since',
  allPlans: 'All plans',
  allStatuses: 'All states',
  ending: 'ends then',
  emptyTitle: 'No subscription',
  emptyText:
    'Share the link of a plan: whoever buys it stands here. With filters set, perhaps none fits them.',
  plans: 'Go to plans',
  back: 'Subscriptions',
  about: 'About it',
  quantity: 'Quantity',
  next: 'Next payment',
  nextText: (amount: string, when: string) => `${amount} on ${when}`,
  noNext: 'None',
  access: 'Grants until',
  periods: 'Periods paid',
  periodCount: (count: number) => plural('en', count, { one: '# period', other: '# periods' }),
  trialEnds: 'Trial ends',
  autoPay: 'Pays by itself',
  noAutoPay: 'No, the subscriber pays each period',
  paused: 'Paused',
  canceled: 'Ended',
  change: 'Changes to',
  changeText: (price: string, quantity: number) =>
    quantity === 1 ? `${price}, with the next period` : `${quantity} × ${price}, with the next period`,
  changeHint: 'You move all subscribers of a price at once on the plan’s page.',
  changeIt: 'Change',
  changeAsk: (amount: string) => `Ask for ${amount}`,
  changeAskedTitle: 'The subscriber is asked to pay',
  changeAskedText:
    'The change takes effect as soon as its invoice is paid. They are written to, where they have an address.',
  changeInvoice: 'See the invoice',
  changeAutoPayTitle: 'It will not pay by itself any more',
  changeAutoPayText:
    'The subscriber has allowed that for what it costs today. They can allow it again for what it costs then.',
  payments: 'Payments',
  noPayments: 'No payment has been seen yet.',
  invoices: 'Invoices',
  endsTitle: 'This subscription ends with its paid time',
  endsText: (when: string) => `It is not renewed after ${when}.`,
  pause: 'Pause',
  pauseTitle: 'Pause this subscription?',
  pauseText:
    'It grants nothing while it is paused. What is left of the paid time is kept and goes on when it is resumed.',
  resume: 'Resume',
  resumeTitle: 'Resume this subscription?',
  resumeText: 'It grants again, with what was left of its paid time.',
  keep: 'Keep it going',
  keepTitle: 'Keep this subscription going?',
  keepText: 'It is renewed again when its paid time ends.',
  end: 'Cancel at period end',
  endTitle: 'End it with its paid time?',
  endText: 'It grants until its paid time ends, and is not renewed. You can take that back until then.',
  cancel: 'Cancel now',
  cancelTitle: 'Cancel it at once?',
  cancelText:
    'It grants nothing from now on. What was paid stays yours unless you refund it. This cannot be taken back.',
  done: {
    pause: 'Paused',
    resume: 'Resumed',
    keep: 'It goes on',
    end: 'It ends with its paid time',
    cancel: 'Canceled',
  },
  viewer: 'Only admins change subscriptions.',
};

const catalogs = { en };

export function useSubscriptionsStrings() {
  return useTexts(catalogs);
}
