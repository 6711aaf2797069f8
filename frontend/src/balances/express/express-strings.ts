import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Express buy',
  lead: 'Buy with a bank transfer in euros or dollars, at a rate that holds while your money travels.',
  quoted: 'The offer',
  holds: (left: string) => `Holds for ${left}`,
  over: 'Expired',
  order: 'Order, and show how to pay',
  change: 'Change',
  again: 'New quote',
  overText: 'Rates move. Ask for a new offer; nothing was ordered.',
  list: 'Your purchases',
  buy: 'Purchase',
  all: 'All purchases',
  pay: 'Pay',
  get: 'Get',
  emptyTitle: 'No purchases yet',
  emptyText: 'Ask for an offer above; asking orders nothing.',
  instructions: 'How to pay',
  transfer: (amount: string) => `Transfer exactly ${amount}`,
  transferText:
    'As an instant transfer from an account of your own. Write the reference exactly as it stands here.',
  preparing: 'The bank is asked how you pay. It shows up here by itself; nothing is lost meanwhile.',
  holder: 'Account holder',
  iban: 'IBAN',
  bic: 'BIC',
  reference: 'Reference',
  copyIban: 'Copy IBAN',
  copyReference: 'Copy reference',
  before: 'To be booked within',
  late: 'Money that comes later is credited to your wallet as it is, without the exchange.',
  progress: 'How far it is',
  steps: { ordered: 'Ordered', paid: 'Your money', done: 'In your wallet' },
  detail: {
    QUOTED: undefined,
    OPENING: 'Waiting for the bank to answer.',
    AWAITING_PAYMENT: 'Waiting for your transfer.',
    REFUSED: 'The bank does not take it. Nothing was charged.',
    EXPIRED: 'No money came in time. If it still does, it is credited as it comes.',
    COMPLETED: 'Exchanged as promised.',
    CREDITED: 'Your money came, and is in your wallet without being exchanged.',
    RETURNED: 'Your bank called the money back, and what it gave was taken back.',
    RETURN_DUE: 'Your bank called the money back. An operator gets in touch about it.',
  },
  reason: 'Why it was not exchanged',
  reasons: {
    AGAIN: 'Something had come for this purchase before.',
    LATE: 'It came after the rate had run out.',
    LIQUIDITY_SHORT: 'There was not enough of what you wanted.',
    OTHER_CURRENCY: 'It came in another currency.',
    OVER: 'It was more than ordered.',
    SHORT: 'It was less than ordered.',
  },
};

const catalogs = { en };

export function useExpressStrings() {
  return useTexts(catalogs);
}
