export const PLAN_STATUSES = ['draft', 'active', 'archived'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/**
 * What can happen to a plan. `activate`: the merchant puts one on sale that is not minted. `mint_settled`: the transaction that mints it is deep enough in the chain.
 * `mint_left`: its block left the chain. `archive`: the merchant takes it off sale.
 */
export type PlanInput = 'activate' | 'mint_settled' | 'mint_left' | 'archive';

/**
 * Every allowed transition; what is not here does not happen. A plan whose mint leaves the chain is a draft
 * again, with the mint pending. An archived one stays so whatever becomes of its mint.
 */
const TRANSITIONS: Readonly<Record<PlanStatus, Readonly<Partial<Record<PlanInput, PlanStatus>>>>> = {
  draft: { activate: 'active', mint_settled: 'active' },
  active: { mint_left: 'draft', archive: 'archived' },
  archived: {},
};

/** The status after the input, or undefined when the input changes nothing in this one. */
export function nextPlanStatus(status: PlanStatus, input: PlanInput): PlanStatus | undefined {
  return TRANSITIONS[status][input];
}

/** The statuses in which the input changes something, and what they change to. */
export function planMoves(input: PlanInput): { from: PlanStatus[]; to: PlanStatus } {
  const moves = PLAN_STATUSES.flatMap((from) => {
    const to = nextPlanStatus(from, input);
    return to === undefined ? [] : [{ from, to }];
  });
  const [first] = moves;
  if (!first) throw new RangeError(`nothing follows from ${input}`);
  return { from: moves.map(({ from }) => from), to: first.to };
}
