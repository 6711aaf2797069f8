import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Audit log',
  lead: 'Who changed what, and when. Nothing here can be changed or removed.',
  caption: 'Entries of the audit log',
  when: 'When',
  who: 'Who',
  what: 'What',
  about: 'About',
  details: 'Details',
  action: 'What was done',
  actionHint: 'Such as plan.archived.',
  subject: 'What it was done to',
  subjectHint: 'An id, or the address of who was invited.',
  kinds: {
    PERSON: 'Member',
    API_KEY: 'API key',
    CUSTOMER: 'Customer',
    OPERATOR: 'Operator',
    SYSTEM: 'By itself',
  },
  emptyTitle: 'No entry',
  emptyText: 'As soon as somebody changes something, it stands here.',
};

const catalogs = { en };

export function useAuditStrings() {
  return useTexts(catalogs);
}
