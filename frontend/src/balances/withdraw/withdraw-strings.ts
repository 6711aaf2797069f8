import { useTexts } from '../../strings/locale.tsx';
import { plural } from '../../strings/plural.ts';

const en = {
  title: 'Withdraw',
  lead: 'Send money out of your wallet. An operator looks at each withdrawal before it leaves.',
  asset: 'What to send',
  amount: 'How much arrives',
  to: 'To the address',
  memoHint: 'Only where the receiver asks for one.',
  fee: 'Fee',
  total: 'Taken from your wallet',
  review: 'Review',
  short: 'Amount and fee are more than you have available.',
  unavailable: 'Withdrawals are not set up at this installation',
  unavailableText: 'Whoever runs it has to connect a payout provider first.',
  confirmTitle: 'Send exactly this?',
  confirmText:
    'Once it has left it cannot be called back. Compare the address with the receiver’s, to the last letter.',
  arrives: 'Arrives',
  confirm: 'Request withdrawal',
  list: 'Your withdrawals',
  filter: 'Show',
  emptyTitle: 'No withdrawals yet',
  emptyText: 'What you send out is listed here, with how far it is.',
  withdrawal: 'Withdrawal',
  all: 'All withdrawals',
  progress: 'How far it is',
  steps: {
    locked: 'Amount and fee locked',
    approved: (needed: number) =>
      plural('en', needed, { one: 'Approved by an operator', other: 'Approved by # operators' }),
    handed: 'Handed to the network',
    sent: 'Sent',
  },
  unknown:
    'The provider has not said yet whether it was sent. It is being looked up; your money stays locked until then.',
  givenBack: 'Amount and fee are back in your wallet.',
  waiting: 'It is sent as soon as it is approved. Until then you can cancel it.',
  txid: 'Transaction',
  note: 'Note',
  created: 'Requested',
  cancel: 'Cancel withdrawal',
  cancelTitle: 'Cancel this withdrawal?',
  cancelText: 'Nothing is sent, and amount and fee are yours to use again.',
  canceled: 'Canceled. The money is available again.',
};

const catalogs = { en };

export function useWithdrawStrings() {
  return useTexts(catalogs);
}
