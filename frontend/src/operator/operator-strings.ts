import { useTexts } from '../strings/locale.tsx';

const en = {
  label: 'Operations',
  installation: 'This installation',
  notOperatorTitle: 'This is for operators',
  notOperatorText:
    'Whoever runs this installation makes somebody an operator with: npm run -s ops -- operators add <address>',
  groups: { state: 'State', decide: 'Decisions', money: 'Money', look: 'Records' },
  nav: {
    health: 'Health',
    jobs: 'Jobs',
    withdrawals: 'Withdrawals',
    disputes: 'Disputes',
    reviews: 'Deposit reviews',
    fiat: 'Bank entries',
    treasury: 'Treasury',
    limits: 'Limits and rates',
    legacy: 'Legacy wallets',
    audit: 'Audit search',
    emails: 'Failed e-mails',
  },
  reason: 'Reason',
  reasonHint: 'Kept in the audit log.',
  decide: 'Decide',
  actions: 'Actions',
  person: 'Person',
  amount: 'Amount',
  currency: 'Currency',
  when: 'When',
  status: 'State',
  filter: 'Show',
  all: 'All',
};

const catalogs = { en };

export function useOperatorStrings() {
  return useTexts(catalogs);
}
