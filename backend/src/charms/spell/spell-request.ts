import type { OutPoint, PlanState } from '@charmbills/charms';
import { z } from 'zod';

/** A plan's NFT, to the signer's script; funds and genesis come from the signer's address. */
export interface PlanMint {
  readonly kind: 'plan_mint';
  readonly planId: string;
  readonly state: PlanState;
}

/** Paid periods of a plan, to the signer's script, against payment of the merchant in the same transaction. */
export interface SubscriptionMint {
  readonly kind: 'subscription_mint';
  readonly planId: string;
  readonly subscriptionId: string;
  readonly app: { readonly identity: string; readonly vk: string };
  /** The unspent output that holds the plan's NFT; referred to, not spent. */
  readonly planNft: OutPoint;
  /** Periods, at least 1. */
  readonly units: number;
  /** For one period. */
  readonly priceSats: bigint;
  /** scriptPubKey that is paid. */
  readonly merchantScript: Uint8Array;
}

/** What is to be minted, with all that the spell is built from. */
export type SpellRequest = PlanMint | SubscriptionMint;

const uint = z.string().regex(/^\d+$/).transform(BigInt);
const hex = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const stored = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plan_mint'),
    planId: z.string(),
    state: z.object({
      name: z.string(),
      priceSats: uint,
      periodSeconds: uint,
      merchantScript: hex,
      limit: uint.nullable(),
    }),
  }),
  z.object({
    kind: z.literal('subscription_mint'),
    planId: z.string(),
    subscriptionId: z.string(),
    app: z.object({ identity: hash, vk: hash }),
    planNft: z.object({ txid: hash, vout: z.int().min(0) }),
    units: z.int().min(1),
    priceSats: uint,
    merchantScript: hex,
  }),
]);

export type StoredSpellRequest = z.input<typeof stored>;

/** As JSON can hold it: integers as decimal text, bytes as hex. */
export function toStoredRequest(request: SpellRequest): StoredSpellRequest {
  if (request.kind === 'plan_mint') {
    const { kind, planId, state } = request;
    const { name, priceSats, periodSeconds, merchantScript, limit } = state;
    return {
      kind,
      planId,
      state: {
        name,
        priceSats: String(priceSats),
        periodSeconds: String(periodSeconds),
        merchantScript: toHex(merchantScript),
        limit: limit === null ? null : String(limit),
      },
    };
  }
  const { kind, planId, subscriptionId, app, planNft, units, priceSats, merchantScript } = request;
  return {
    kind,
    planId,
    subscriptionId,
    app: { identity: app.identity, vk: app.vk },
    planNft: { txid: planNft.txid, vout: planNft.vout },
    units,
    priceSats: String(priceSats),
    merchantScript: toHex(merchantScript),
  };
}

/** The inverse of {@link toStoredRequest}. @throws ZodError when the row holds anything else */
export function fromStoredRequest(value: unknown): SpellRequest {
  return stored.parse(value);
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
