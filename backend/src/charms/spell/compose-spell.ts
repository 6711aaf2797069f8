import {
  type App,
  buildSpell,
  type Data,
  encodePlanState,
  formatOutPoint,
  identityOf,
  type NormalizedSpell,
  type OutPoint,
  planApp,
  type SpellOutput,
  subscriptionApp,
} from '@charmbills/charms';
import type { PlanSale, SpellRequest, SubscriptionMint } from './spell-request.ts';

/** Sats on an output that carries a charm: above the dust limit of every kind of address. */
const CHARM_OUTPUT_SATS = 1_000n;

/** What an output of our transactions is for. */
export type OutputRole = 'PAYMENT' | 'TOKEN' | 'PLAN' | 'PROVER_FEE' | 'SPELL' | 'CHANGE';

export interface SpellParts {
  readonly request: SpellRequest;
  /** Every input, in order. The first is the genesis of a plan; the last of a limited sale is the plan's NFT. */
  readonly ins: readonly OutPoint[];
  /** Where the charm goes. */
  readonly signerScript: Uint8Array;
  /** Contract of a new plan; a subscription has its plan's. */
  readonly contractVk: string;
  /** Sats added to the charm's output, to tell the spell from an earlier one over the same inputs. */
  readonly distinction?: bigint;
  /** On regtest, whose prover has no proofs. */
  readonly mock: boolean;
}

/**
 * The spell of a request: what the prover is asked for. Its outputs are, for a plan, the NFT; for a
 * subscription, the payment and then the token; for a limited one, then the NFT with what is left to sell.
 * @throws CharmsError when the request cannot be a spell, such as a name of a plan that is no text
 */
export function composeSpell(parts: SpellParts): NormalizedSpell {
  const { request, ins, signerScript, contractVk, distinction = 0n, mock } = parts;
  const charmCoin = { amountSats: CHARM_OUTPUT_SATS + distinction, dest: signerScript };
  const flags = mock ? { mock } : {};
  if (request.kind === 'plan_mint') {
    const app = planApp(genesisIdentity(ins), contractVk);
    return buildSpell({
      ins,
      outs: [{ coin: charmCoin, charms: [[app, encodePlanState(request.state)]] }],
      ...flags,
    });
  }
  const app = subscriptionApp(request.app.identity, request.app.vk);
  const outs: SpellOutput[] = [
    { coin: { amountSats: payableSats(request), dest: request.merchantScript } },
    { coin: charmCoin, charms: [[app, BigInt(request.units)]] },
  ];
  if (request.sale) {
    return buildSpell({ ins, outs: [...outs, planAfter(request, request.sale)], ...flags });
  }
  return buildSpell({ ins, refs: [request.planNft], outs, ...flags });
}

/** What the contract is told besides the transaction: for a plan, the genesis whose hash is its identity. */
export function privateInputsOf(request: SpellRequest, spell: NormalizedSpell): (readonly [App, Data])[] {
  const genesis = spell.tx.ins?.[0];
  if (request.kind !== 'plan_mint' || genesis === undefined) return [];
  return spell.appPublicInputs.map(([app]) => [app, formatOutPoint(genesis)] as const);
}

/** The roles of the spell's own outputs, in order. */
export function rolesOf(request: SpellRequest): OutputRole[] {
  if (request.kind === 'plan_mint') return ['PLAN'];
  return request.sale ? ['PAYMENT', 'TOKEN', 'PLAN'] : ['PAYMENT', 'TOKEN'];
}

/** What a mint pays the merchant. */
export function payableSats({
  priceSats,
  units,
  paySats,
}: Pick<SubscriptionMint, 'priceSats' | 'units' | 'paySats'>): bigint {
  return paySats ?? priceSats * BigInt(units);
}

/** The NFT where it was, with as much less to sell. */
function planAfter(
  { app, units }: SubscriptionMint,
  { state, holderScript, amountSats }: PlanSale,
): SpellOutput {
  if (state.limit === null || state.limit < BigInt(units)) throw new RangeError('more than is left to sell');
  const after = { ...state, limit: state.limit - BigInt(units) };
  return {
    coin: { amountSats, dest: holderScript },
    charms: [[planApp(app.identity, app.vk), encodePlanState(after)]],
  };
}

function genesisIdentity(ins: readonly OutPoint[]): string {
  const [genesis] = ins;
  if (genesis === undefined) throw new RangeError('a plan is minted by spending its genesis');
  return identityOf(genesis);
}
