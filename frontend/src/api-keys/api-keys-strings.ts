import { useTexts } from '../strings/locale.tsx';
import type { ApiKeyScope } from './api-keys.generated.ts';

const scopes: Readonly<Record<ApiKeyScope, string>> = {
  READ: 'Read everything',
  WRITE: 'Read and change everything',
  PLANS_READ: 'Read plans',
  PLANS_WRITE: 'Change plans',
  CUSTOMERS_READ: 'Read customers',
  CUSTOMERS_WRITE: 'Change customers',
  SUBSCRIPTIONS_READ: 'Read subscriptions',
  SUBSCRIPTIONS_WRITE: 'Change subscriptions',
  INVOICES_READ: 'Read invoices and payments',
  INVOICES_WRITE: 'Change invoices',
  WEBHOOKS_READ: 'Read webhooks',
  WEBHOOKS_WRITE: 'Change webhooks',
  REPORTS_READ: 'Read reports',
  REPORTS_WRITE: 'Change reports',
};

const en = {
  title: 'API keys',
  lead: 'By which a server of yours asks the API. Give each no more than it needs.',
  create: 'New key',
  name: 'Name',
  nameHint: 'Where it is used, such as “shop server”.',
  scopes: 'What it may do',
  scope: scopes,
  oneScope: 'Choose at least one.',
  expires: 'Ends on',
  state: 'State',
  used: 'Last used',
  never: 'Never',
  created: 'Created',
  active: 'Active',
  revoked: 'Revoked',
  expired: 'Expired',
  ends: (when: string) => `Ends ${when}`,
  actions: 'Actions',
  rotate: 'Rotate',
  rotateTitle: 'Make a new key for the same?',
  rotateText: 'The old one goes on for a day, so that you can change it over.',
  revoke: 'Revoke',
  revokeTitle: 'Revoke this key?',
  revokeText: 'Whatever uses it is refused at once.',
  secretTitle: 'Your new key',
  secretText: 'Copy it now: it is shown this once, and kept here as a fingerprint only.',
  secretGone: 'It was shown when it was made and cannot be shown again. Rotate it to get another.',
  done: 'I have copied it',
  emptyTitle: 'No key yet',
  emptyText: 'With a key your server creates invoices, reads subscriptions and checks entitlements.',
  docs: 'How the API is used: docs/api.md, and the page at /graphql of the API.',
};

const catalogs = { en };

export function useApiKeysStrings() {
  return useTexts(catalogs);
}
