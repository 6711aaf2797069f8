'use client';
import { createContext, useContext } from 'react';
import type { MembershipQuery, Role } from './merchant.generated.ts';

export type Membership = MembershipQuery['me']['merchants'][number];

export interface MerchantAccess extends Membership {
  readonly testClock: MembershipQuery['testClock'];
  /** The present of the merchant: that of its test clock where it has one. */
  now(): Date;
  /** Whether the person's role lets them do what this role may. */
  may(role: Role): boolean;
  /** Asks for the facts of the merchant again. */
  refetch(): void;
}

export const MerchantContext = createContext<MerchantAccess | undefined>(undefined);

const RANK: Readonly<Record<Role, number>> = { VIEWER: 0, DEVELOPER: 1, ADMIN: 2, OWNER: 3 };

export function mayAs(own: Role, needed: Role): boolean {
  return RANK[own] >= RANK[needed];
}

/** The merchant whose dashboard this is, as the person who looks at it. */
export function useMerchant(): MerchantAccess {
  const merchant = useContext(MerchantContext);
  if (merchant === undefined) throw new Error('useMerchant outside of a dashboard');
  return merchant;
}
