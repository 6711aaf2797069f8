import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Subscriptions paid in bitcoin',
  lead: 'Plans, invoices and renewals on a server of your own. Subscribers pay from their wallets to yours; each paid period is a token minted in the very transaction that pays.',
  begin: 'Sign in with your wallet',
  open: 'Open your merchants',
  places: [
    { href: '/merchants', title: 'Merchants', text: 'Plans, subscribers, invoices and reports.' },
    {
      href: '/subscriptions',
      title: 'My subscriptions',
      text: 'What you subscribe to, next payments and receipts.',
    },
    { href: '/wallet', title: 'Wallet', text: 'Balances, deposits, swaps, market and savings.' },
    {
      href: '/operator',
      title: 'Operations',
      text: 'Health, jobs, withdrawals and disputes of this installation.',
    },
  ],
};

const catalogs = { en };

export function useHomeStrings() {
  return useTexts(catalogs);
}
