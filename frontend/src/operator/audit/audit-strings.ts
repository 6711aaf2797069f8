import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Audit search',
  lead: 'Everything that anybody changed in this installation: operators, members, keys and the product itself.',
  caption: 'Entries of the audit log',
  action: 'What was done',
  actor: 'Who, by id',
  subject: 'What it was done to, by id',
  merchant: 'Merchant, by id',
  from: 'From',
  to: 'Up to',
  who: 'Who',
  what: 'What',
  about: 'About',
  details: 'Details',
  kinds: {
    PERSON: 'Person',
    API_KEY: 'API key',
    CUSTOMER: 'Customer',
    OPERATOR: 'Operator',
    SYSTEM: 'By itself',
  },
  emptyTitle: 'No entry',
  emptyText: 'Nothing fits what you ask for.',
};

const catalogs = { en };

export function useAuditSearchStrings() {
  return useTexts(catalogs);
}
