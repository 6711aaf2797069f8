import { useTexts } from '../strings/locale.tsx';

const en = {
  confirmTransaction: 'Prepare the transaction',
  otherWay: 'Pay in another way',
  confirmInvoice: 'Subscribe and pay',
  confirmTrial: 'Start the free days',
  transactionText:
    'Next, the transaction is built and its token proved; you check it and sign it in your wallet. Until you sign, nothing is paid.',
  invoiceText: 'Next, you choose how to pay the first invoice.',
  trialText: 'It begins at once. You are invoiced before the free days end.',
  already: 'You have this plan already',
  alreadyText: 'Change, renew or end it among your subscriptions.',
  toSubscriptions: 'Your subscriptions',
  trialTitle: 'Your free days have begun',
  trialUntil: (day: string) => `They last until ${day}. You are told before anything is to be paid.`,
  doneTitle: 'You are subscribed',
  doneText: 'The payment is confirmed and the token is in your wallet.',
  sentTitle: 'Your payment is on its way',
  sentText: 'You need not stay: the subscription begins by itself with the confirmation.',
  again: 'Prepare another one',
};

const catalogs = { en };

export function useSubscribeStrings() {
  return useTexts(catalogs);
}
