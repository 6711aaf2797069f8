import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Members',
  lead: 'Who works for this merchant, and what each may do.',
  you: 'you',
  address: 'Address',
  role: 'Role',
  since: 'Since',
  actions: 'Actions',
  roles: { OWNER: 'Owner', ADMIN: 'Admin', DEVELOPER: 'Developer', VIEWER: 'Viewer' },
  rights: {
    OWNER: 'Everything, also the receiving key and other owners.',
    ADMIN: 'Plans, customers, invoices, refunds and members.',
    DEVELOPER: 'API keys, webhooks and the test clock.',
    VIEWER: 'Looks, and changes nothing.',
  },
  invite: 'Invite somebody',
  inviteAddress: 'Their Bitcoin address',
  inviteHint: 'The one that they sign in with. They find the invitation there.',
  inviteAction: 'Invite',
  invitations: 'Invited',
  noInvitations: 'Nobody is invited at the moment.',
  withdraw: 'Withdraw',
  remove: 'Remove',
  leave: 'Leave',
  removeTitle: 'Remove this member?',
  removeText: 'They lose access at once. What they did stays in the audit log.',
  leaveTitle: 'Leave this merchant?',
  leaveText: 'You lose access at once, until somebody invites you again.',
};

const catalogs = { en };

export function useMembersStrings() {
  return useTexts(catalogs);
}
