import { useTexts } from '../../strings/locale.tsx';
import type { Tone } from '../../ui/badge.tsx';

interface Word {
  readonly text: string;
  readonly tone: Tone;
}

const word = (text: string, tone: Tone = 'neutral'): Word => ({ text, tone });

/** What entries of the history are called: kinds of postings that touch a person's balances. */
const kinds: Readonly<Record<string, string>> = {
  deposit: 'Deposit',
  'deposit.reversal': 'Deposit taken back',
  'withdrawal.release': 'Withdrawal',
  swap: 'Swap',
  express_buy: 'Bought by bank transfer',
  'express_buy.return': 'Bank transfer called back',
  'express_buy.write_off': 'Bank transfer called back',
  'p2p.release': 'P2P trade',
  'savings.deposit': 'Put into savings',
  'savings.withdraw': 'Taken out of savings',
  'savings.interest': 'Interest',
  'invoice.balance': 'Invoice paid',
  'invoice.balance.refund': 'Payment given back',
  'merchant.withdrawal': 'From a merchant',
  'legacy.link': 'Brought over',
  reversal: 'Taken back',
};

const en = {
  currency: 'Currency',
  amount: 'Amount',
  when: 'When',
  status: 'State',
  all: 'All',
  asset: 'Asset',
  fee: 'Fee',
  address: 'Address',
  memo: 'Memo or tag',
  available: (amount: string) => `${amount} available`,
  most: 'All of it',
  noAmount: (example: string) =>
    `Write an amount in whole units, with a point before the decimals, such as ${example}.`,
  account: { WALLET: 'Wallet', SAVINGS: 'Savings' },
  kinds,
  otherKind: 'Other',
  deposit: {
    CREATING: word('Being prepared', 'accent'),
    WAITING: word('Waiting for money', 'warn'),
    PARTIAL: word('Part of it came', 'warn'),
    COMPLETED: word('Credited', 'good'),
    FAILED: word('Not set up', 'bad'),
    EXPIRED: word('Expired'),
    REFUNDED: word('Given back'),
  },
  withdrawal: {
    REQUESTED: word('To be approved', 'warn'),
    APPROVED: word('Approved', 'accent'),
    SENDING: word('Being sent', 'accent'),
    SENT: word('On its way', 'accent'),
    COMPLETED: word('Sent', 'good'),
    UNKNOWN: word('Pending', 'warn'),
    REJECTED: word('Rejected'),
    FAILED: word('Given back', 'bad'),
    CANCELED: word('Canceled'),
  },
  express: {
    QUOTED: word('Offered'),
    OPENING: word('Being prepared', 'accent'),
    AWAITING_PAYMENT: word('Waiting for money', 'warn'),
    REFUSED: word('Refused', 'bad'),
    EXPIRED: word('Expired'),
    COMPLETED: word('Exchanged', 'good'),
    CREDITED: word('Credited as it came', 'warn'),
    RETURNED: word('Called back'),
    RETURN_DUE: word('Called back, open', 'bad'),
  },
  offer: {
    ACTIVE: word('On the market', 'good'),
    PAUSED: word('Paused', 'warn'),
    CLOSED: word('Closed'),
  },
  trade: {
    AWAITING_PAYMENT: word('Waiting for payment', 'warn'),
    PAID: word('Marked paid', 'accent'),
    DISPUTED: word('Disputed', 'bad'),
    RELEASED: word('Released', 'good'),
    CANCELED: word('Canceled'),
    EXPIRED: word('Expired'),
    REFUNDED: word('Given back'),
  },
};

const catalogs = { en };

/** The words of the wallet that more than one of its pages says: states with their tones, kinds of entries. */
export function useWalletWords() {
  return useTexts(catalogs);
}
