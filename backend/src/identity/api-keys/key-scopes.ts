import { type ApiKeyScope, atLeast, type Role } from '../scopes.ts';

/** What can be opened to a key apart from the rest. */
export const AREAS = ['plans', 'subscriptions', 'invoices', 'customers', 'webhooks', 'reports'] as const;
export type Area = (typeof AREAS)[number];

/** What a key may be given: everything to read or to change, or one area. */
export const KEY_SCOPES = [
  'read',
  'write',
  ...AREAS.flatMap((area) => [`${area}:read`, `${area}:write`] as const),
] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/**
 * The role that a key comes to by its scopes: reading makes a viewer, changing makes an admin, and nothing makes an
 * owner. The scopes of one area count where the operation says that it belongs to it, and nowhere else: one that says
 * nothing is open to `read` and `write` alone.
 */
export function roleOfKey({ scopes }: Pick<ApiKeyScope, 'scopes'>, area: Area | undefined): Role | undefined {
  const has = (level: 'read' | 'write') =>
    scopes.includes(level) || (area !== undefined && scopes.includes(`${area}:${level}`));
  if (has('write')) return 'admin';
  return has('read') ? 'viewer' : undefined;
}

/** The smallest scope that would do, for whoever reads the refusal; undefined when none would. */
export function scopeNeeded(minimum: Role, area: Area | undefined): KeyScope | undefined {
  if (!atLeast('admin', minimum)) return undefined;
  const level = minimum === 'viewer' ? 'read' : 'write';
  return area === undefined ? level : `${area}:${level}`;
}
