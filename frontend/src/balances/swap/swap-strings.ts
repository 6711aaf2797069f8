import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Swap',
  lead: 'Exchange one currency of your wallet for another, at a rate that is promised before you decide.',
  from: 'From',
  to: 'To',
  know: 'I know',
  knowPay: 'what I pay',
  knowReceive: 'what I want to get',
  pay: 'You pay',
  receive: 'You get',
  quote: 'Get a quote',
  same: 'Choose two different currencies.',
  quoted: 'The offer',
  holds: (left: string) => `Holds for ${left}`,
  over: 'This offer has expired',
  overText: 'Rates move. Ask for a new one; nothing was exchanged.',
  again: 'New quote',
  accept: (pay: string) => `Swap ${pay}`,
  change: 'Change',
  short: 'You have not got that much available.',
  done: 'Swapped',
  doneText: (pay: string, receive: string) => `${pay} became ${receive}. It is in your wallet.`,
  list: 'Your swaps',
  paid: 'Paid',
  got: 'Got',
  rate: 'Rate',
  emptyTitle: 'No swaps yet',
  emptyText: 'Ask for a quote above; asking moves nothing.',
};

const catalogs = { en };

export function useSwapStrings() {
  return useTexts(catalogs);
}
