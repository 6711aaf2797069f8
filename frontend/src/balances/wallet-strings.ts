import { useTexts } from '../strings/locale.tsx';

const en = {
  label: 'Wallet',
  groups: { money: 'Your money', move: 'In and out', exchange: 'Exchange', more: 'More' },
  nav: {
    overview: 'Overview',
    allocations: 'Allocations',
    history: 'History',
    deposit: 'Deposit',
    withdraw: 'Withdraw',
    swap: 'Swap',
    express: 'Express buy',
    p2p: 'P2P market',
    savings: 'Savings',
    referrals: 'Referrals',
  },
};

const catalogs = { en };

export function useWalletStrings() {
  return useTexts(catalogs);
}
