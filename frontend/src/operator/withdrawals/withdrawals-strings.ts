import { useTexts } from '../../strings/locale.tsx';
import { plural } from '../../strings/plural.ts';
import type { Tone } from '../../ui/badge.tsx';
import type { WithdrawalStatus } from './withdrawals.generated.ts';

const status: Readonly<Record<WithdrawalStatus, { readonly text: string; readonly tone: Tone }>> = {
  REQUESTED: { text: 'To approve', tone: 'warn' },
  APPROVED: { text: 'Approved', tone: 'accent' },
  SENDING: { text: 'Being sent', tone: 'accent' },
  SENT: { text: 'Sent', tone: 'accent' },
  COMPLETED: { text: 'Arrived', tone: 'good' },
  UNKNOWN: { text: 'Outcome not known', tone: 'bad' },
  REJECTED: { text: 'Rejected', tone: 'neutral' },
  FAILED: { text: 'Failed, given back', tone: 'bad' },
  CANCELED: { text: 'Canceled', tone: 'neutral' },
};

const en = {
  title: 'Withdrawals',
  lead: 'Money that people want sent out. It is locked until somebody decides.',
  status,
  asset: 'Asset',
  address: 'To',
  approvals: 'Approvals',
  approvalsOf: (have: number, need: number) => `${have} of ${need}`,
  fee: 'Fee',
  approve: 'Approve',
  approveTitle: 'Approve this withdrawal?',
  approveText: (need: number, have: number) => {
    const missing = Math.max(1, need - have);
    const rule = plural('en', need, {
      one: 'It needs # approval.',
      other: 'It needs # approvals, of different operators.',
    });
    const next =
      missing === 1
        ? 'Yours sends it, and it cannot be taken back then.'
        : 'After yours it waits for another operator.';
    return `${rule} ${next}`;
  },
  approved: 'Approved: it is being sent.',
  approvedInPart: (have: number, need: number) => `Approved by ${have} of ${need}: another operator decides.`,
  reject: 'Reject',
  rejectTitle: 'Reject this withdrawal?',
  rejectText: 'The money is given back, and the person reads the reason.',
  reconcile: 'Reconcile',
  reconcileTitle: 'Was it sent?',
  reconcileText: 'The provider did not say. Look there, by its reference, before you answer.',
  reference: 'Reference of the provider',
  paid: 'It was sent',
  notPaid: 'It was not sent: give the money back',
  txid: 'Transaction on its network',
  emptyTitle: 'Nothing to decide',
  emptyText: 'Withdrawals that wait for a decision show up here.',
};

const catalogs = { en };

export function useWithdrawalsStrings() {
  return useTexts(catalogs);
}
