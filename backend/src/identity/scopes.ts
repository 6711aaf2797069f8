declare const signedIn: unique symbol;
declare const keyed: unique symbol;
declare const portal: unique symbol;
declare const member: unique symbol;
declare const operator: unique symbol;

/** From least to most: each may do what those before it may. */
export const ROLES = ['viewer', 'developer', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a merchant does real business or tries things out. It never changes. */
export const MODES = ['live', 'test'] as const;
export type Mode = (typeof MODES)[number];

/** Somebody who has proved that they hold an address. Only this feature makes one. */
export interface PersonScope {
  readonly [signedIn]: true;
  readonly kind: 'person';
  readonly personId: string;
  readonly sessionId: string;
  readonly address: string;
  /** Internal public key in hex, 32 (taproot) or 33 bytes; null when their wallet did not tell it. */
  readonly publicKey: string | null;
}

/** A program that has shown a merchant's API key. Only this feature makes one. */
export interface ApiKeyScope {
  readonly [keyed]: true;
  readonly kind: 'api_key';
  readonly apiKeyId: string;
  readonly merchantId: string;
  readonly mode: Mode;
  /** As in `api-keys/key-scopes.ts`. */
  readonly scopes: readonly string[];
}

/**
 * Somebody whom a merchant has let in as one of its customers: the right to see and manage what that customer has there,
 * and nothing else. It is no `Caller`, so whatever does not ask for it by name is closed to it. Only this feature makes
 * one.
 */
export interface PortalScope {
  readonly [portal]: true;
  readonly kind: 'portal';
  readonly portalSessionId: string;
  readonly merchantId: string;
  readonly customerId: string;
}

/** Whoever asks for what is theirs as a customer: at all merchants, or at the one that has let them in. */
export type SubscriberScope = PersonScope | PortalScope;

/** Whoever asks, when it is known. */
export type Caller = PersonScope | ApiKeyScope;

/**
 * A member of a merchant, or a key of it: the right to touch that merchant's rows, with the role of the member, or the
 * role that the key has come to by its scopes. Only this feature makes one.
 */
export interface MerchantScope {
  readonly [member]: true;
  readonly merchantId: string;
  readonly role: Role;
  /** Who acts, for the audit log. */
  readonly actor: { readonly kind: Caller['kind']; readonly id: string };
}

/** Somebody who runs this installation: the right to act across merchants and people. Only this feature makes one. */
export interface OperatorScope {
  readonly [operator]: true;
  readonly personId: string;
}

export function atLeast(role: Role, minimum: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

export function toPersonScope(person: Omit<PersonScope, typeof signedIn | 'kind'>): PersonScope {
  return { ...person, kind: 'person' } as PersonScope;
}

export function toApiKeyScope(key: Omit<ApiKeyScope, typeof keyed | 'kind'>): ApiKeyScope {
  return { ...key, kind: 'api_key' } as ApiKeyScope;
}

export function toPortalScope(session: Omit<PortalScope, typeof portal | 'kind'>): PortalScope {
  return { ...session, kind: 'portal' } as PortalScope;
}

export function toMerchantScope(membership: Omit<MerchantScope, typeof member>): MerchantScope {
  return membership as MerchantScope;
}

export function toOperatorScope(person: Omit<OperatorScope, typeof operator>): OperatorScope {
  return person as OperatorScope;
}
