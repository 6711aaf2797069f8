import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Balances',
  lead: 'What subscribers paid from their wallets here. Money on Bitcoin goes to your own wallet directly and is not in it.',
  caption: 'Balances of this merchant',
  currency: 'Currency',
  available: 'Available',
  actions: 'Actions',
  takeOut: 'Take out',
  takeOutTitle: 'Take money out',
  takeOutText: 'It moves to your own wallet here at once, from where you withdraw it.',
  amount: 'Amount',
  all: 'All of it',
  badAmount: (most: string) => `An amount above zero and up to ${most}.`,
  done: (amount: string) => `${amount} moved to your wallet`,
  owner: 'Only owners take money out.',
  emptyTitle: 'No balance',
  emptyText: 'As soon as somebody pays an invoice from their wallet balance, it stands here.',
};

const catalogs = { en };

export function useMerchantBalancesStrings() {
  return useTexts(catalogs);
}
