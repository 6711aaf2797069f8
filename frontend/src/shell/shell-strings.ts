import { useTexts } from '../strings/locale.tsx';

const en = {
  accountOf: (address: string) => `Your account ${address}`,
  merchants: 'Merchants',
  subscriptions: 'My subscriptions',
  wallet: 'Wallet',
  operator: 'Operations',
};

const catalogs = { en };

export function useShellStrings() {
  return useTexts(catalogs);
}
