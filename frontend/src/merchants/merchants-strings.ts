import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Your merchants',
  lead: 'Each has its own plans, subscribers and books.',
  create: 'New merchant',
  emptyTitle: 'No merchant yet',
  emptyText: 'A merchant is who sells: its name stands on invoices and at the checkout.',
  name: 'Name',
  nameHint: 'What subscribers know you by.',
  support: 'Support contact',
  supportHint: 'An e-mail address or https address that subscribers see at the checkout.',
  test: 'Test mode',
  testHint:
    'For trying things out, for good: it has a clock of its own that can be moved, and its API keys begin with cb_test_.',
  createAction: 'Create merchant',
  roles: { OWNER: 'Owner', ADMIN: 'Admin', DEVELOPER: 'Developer', VIEWER: 'Viewer' },
  invitations: 'Invitations',
  invited: (name: string, role: string) => `${name} invites you as ${role.toLowerCase()}.`,
  accept: 'Accept',
  decline: 'Decline',
};

const catalogs = { en };

export function useMerchantsStrings() {
  return useTexts(catalogs);
}
