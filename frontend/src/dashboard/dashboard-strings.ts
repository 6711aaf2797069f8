import { useTexts } from '../strings/locale.tsx';

const en = {
  label: 'Dashboard of the merchant',
  unknownTitle: 'You are no member of this merchant',
  unknownText: 'The address may be wrong, or you were removed from it.',
  all: 'All merchants',
  clock: (at: string) => `Its clock says ${at}`,
  groups: { sell: 'Selling', money: 'Money', build: 'Developers', house: 'House' },
  nav: {
    overview: 'Overview',
    plans: 'Plans',
    subscriptions: 'Subscriptions',
    customers: 'Customers',
    cosign: 'To sign',
    invoices: 'Invoices',
    payments: 'Payments',
    refunds: 'Refunds',
    balances: 'Balances',
    reports: 'Reports',
    webhooks: 'Webhooks',
    keys: 'API keys',
    members: 'Members',
    settings: 'Settings',
    emails: 'E-mails',
    audit: 'Audit log',
  },
};

const catalogs = { en };

export function useDashboardStrings() {
  return useTexts(catalogs);
}
