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
  /** What it pays, if that is known: of the transactions for it one is on offer at a time. */
  readonly invoiceId?: string | undefined;
  /** Transactions that were given up, in whose place it stands: it spends what they would, so that one confirms. */
  readonly instead?: readonly string[] | undefined;
  readonly app: { readonly identity: string; readonly vk: string };
  /** The unspent output that holds the plan's NFT; referred to, not spent. */
  readonly planNft: OutPoint;
  /** Periods, at least 1. */
  readonly units: number;
  /** For one period. */
  readonly priceSats: bigint;
  /** scriptPubKey that is paid. */
  readonly merchantScript: Uint8Array;
  /** What is paid for all of them, at least the price of each; exactly that unless it says more. */
  readonly paySats?: bigint | undefined;
  /** Whether the plan's NFT is spent and made anew with a lower limit, which its holder signs too. */
  readonly limited?: boolean | undefined;
  /** The NFT that is spent, known once its turn has come. */
  readonly sale?: PlanSale | undefined;
}

/** A plan's NFT as a limited sale spends it. */
export interface PlanSale {
  /** Before the sale, with a limit of as many periods as are sold, or more. */
  readonly state: PlanState;
  /** scriptPubKey that holds it, and holds it afterwards. */
  readonly holderScript: Uint8Array;
  readonly amountSats: bigint;
}

/** What is to be minted, with all that the spell is built from. */
export type SpellRequest = PlanMint | SubscriptionMint;

const uint = z.string().regex(/^\d+$/).transform(BigInt);
const hex = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const planState = z.object({
  name: z.string(),
  priceSats: uint,
  periodSeconds: uint,
  merchantScript: hex,
  limit: uint.nullable(),
});

const stored = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plan_mint'),
    planId: z.string(),
    state: planState,
  }),
  z.object({
    kind: z.literal('subscription_mint'),
    planId: z.string(),
    subscriptionId: z.string(),
    invoiceId: z.string().optional(),
    instead: z.array(z.string()).optional(),
    app: z.object({ identity: hash, vk: hash }),
    planNft: z.object({ txid: hash, vout: z.int().min(0) }),
    units: z.int().min(1),
    priceSats: uint,
    merchantScript: hex,
    paySats: uint.optional(),
    limited: z.boolean().optional(),
    sale: z.object({ state: planState, holderScript: hex, amountSats: uint }).optional(),
  }),
]);

export type StoredSpellRequest = z.input<typeof stored>;

/** As JSON can hold it: integers as decimal text, bytes as hex. */
export function toStoredRequest(request: SpellRequest): StoredSpellRequest {
  if (request.kind === 'plan_mint') {
    const { kind, planId, state } = request;
    return { kind, planId, state: toStoredState(state) };
  }
  const { kind, planId, subscriptionId, app, planNft, units, priceSats, merchantScript } = request;
  const { invoiceId, instead, paySats, limited, sale } = request;
  return {
    kind,
    planId,
    subscriptionId,
    app: { identity: app.identity, vk: app.vk },
    planNft: { txid: planNft.txid, vout: planNft.vout },
    units,
    priceSats: String(priceSats),
    merchantScript: toHex(merchantScript),
    ...(invoiceId !== undefined && { invoiceId }),
    ...(instead && { instead: [...instead] }),
    ...(paySats !== undefined && { paySats: String(paySats) }),
    ...(limited && { limited }),
    ...(sale && {
      sale: {
        state: toStoredState(sale.state),
        holderScript: toHex(sale.holderScript),
        amountSats: String(sale.amountSats),
      },
    }),
  };
}

function toStoredState({ name, priceSats, periodSeconds, merchantScript, limit }: PlanState) {
  return {
    name,
    priceSats: String(priceSats),
    periodSeconds: String(periodSeconds),
    merchantScript: toHex(merchantScript),
    limit: limit === null ? null : String(limit),
  };
}

/** The inverse of {@link toStoredRequest}. @throws ZodError when the row holds anything else */
export function fromStoredRequest(value: unknown): SpellRequest {
  return stored.parse(value);
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
