import type { Owner } from '../../ledger/index.ts';

/** Whose the accounts are that the migration opened. */
export function legacyOwner(legacyUserId: string): Owner {
  return { kind: 'legacy_user', id: legacyUserId };
}
