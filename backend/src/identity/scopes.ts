declare const signedIn: unique symbol;
declare const member: unique symbol;
declare const operator: unique symbol;

/** From least to most: each may do what those before it may. */
export const ROLES = ['viewer', 'developer', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody who has proved that they hold an address. Only this feature makes one. */
export interface PersonScope {
  readonly [signedIn]: true;
  readonly personId: string;
  readonly sessionId: string;
  readonly address: string;
  /** Internal public key in hex, 32 (taproot) or 33 bytes; null when their wallet did not tell it. */
  readonly publicKey: string | null;
}

/** A person as a member of a merchant: the right to touch that merchant's rows. Only this feature makes one. */
export interface MerchantScope {
  readonly [member]: true;
  readonly merchantId: string;
  readonly personId: string;
  readonly role: Role;
}

/** Somebody who runs this installation: the right to act across merchants and people. Only this feature makes one. */
export interface OperatorScope {
  readonly [operator]: true;
  readonly personId: string;
}

export function atLeast(role: Role, minimum: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

export function toPersonScope(person: Omit<PersonScope, typeof signedIn>): PersonScope {
  return person as PersonScope;
}

export function toMerchantScope(membership: Omit<MerchantScope, typeof member>): MerchantScope {
  return membership as MerchantScope;
}

export function toOperatorScope(person: Omit<OperatorScope, typeof operator>): OperatorScope {
  return person as OperatorScope;
}
