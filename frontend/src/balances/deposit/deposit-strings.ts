import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Deposit',
  lead: 'Send a currency to an address made for you. Whatever comes there is credited, also late or in parts.',
  asset: 'What you send',
  amount: 'How much',
  create: 'Get an address',
  unavailable: 'Deposits are not set up at this installation',
  unavailableText: 'Whoever runs it has to connect a payment provider first.',
  list: 'Your deposits',
  filter: 'Show',
  asked: 'Asked for',
  credited: 'Credited',
  emptyTitle: 'No deposits yet',
  emptyText: 'Choose what you send above, and an address is made for it.',
  deposit: 'Deposit',
  all: 'All deposits',
  send: (amount: string) => `Send ${amount}`,
  only: (asset: string) =>
    `Send only ${asset}, in this network. Something else may take an operator to find, or be lost.`,
  scan: 'Address as a QR code',
  copyAddress: 'Copy address',
  copyMemo: 'Copy memo',
  memoNeeded: 'The network loses the payment without it.',
  until: 'Best sent before',
  preparing: 'The address is being made. It shows up here by itself.',
  progress: 'How far it is',
  steps: {
    address: 'Address made',
    waiting: 'Money on its way',
    credited: 'Credited to your wallet',
  },
  stepDetail: {
    partial: (came: string, asked: string) =>
      `${came} of ${asked} came and is credited. Send the rest to the same address.`,
    late: 'Money that still comes is credited too.',
    refunded: 'The provider gave the money back to whoever sent it.',
    seen: 'It is credited as soon as the network confirms it.',
  },
  reason: 'Why',
  creditedFact: 'Credited so far',
  created: 'Created',
  again: 'New deposit',
};

const catalogs = { en };

export function useDepositStrings() {
  return useTexts(catalogs);
}
