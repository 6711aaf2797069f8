// The rules of docs/protocols/charms.md "The subscription design". Whatever they do not allow traps.

import { addExactly, amountOn } from "./amounts";
import { Plan, sameOffer, sameTerms } from "./plan";
import { Transaction } from "./transaction";

/** Periods minted: units on the outputs beyond those on the inputs, 0 when none. */
export function minted(tx: Transaction): u64 {
  return tx.outs.units > tx.ins.units ? tx.outs.units - tx.ins.units : 0;
}

/** A plan appears: one NFT and nothing sold yet. Its genesis is checked apart. */
export function checkPlanMint(tx: Transaction): void {
  if (tx.ins.plans != 0 || tx.outs.plans != 1 || minted(tx) != 0) unreachable();
}

/** A plan goes on, one NFT in and one out, or is closed, one in and none out. */
export function checkPlanSpent(tx: Transaction): void {
  if (tx.ins.plans != 1 || tx.outs.plans > 1) unreachable();
  const sold = minted(tx);
  if (tx.outs.plans == 0) {
    // A sale goes on with the plan it is made from.
    if (sold != 0) unreachable();
    return;
  }
  const before = tx.ins.plan;
  const after = tx.outs.plan;
  // Subscribers hold units of this period, and chose whom they pay: these never change.
  if (!sameTerms(before, after)) unreachable();
  if (sold != 0) {
    if (!sameOffer(before, after)) unreachable();
    checkLimitLowered(before, after, sold);
  } else {
    checkLimitKept(before, after);
  }
}

/**
 * Periods are minted: from exactly one plan, spent or referenced, and paid for here.
 * Burning and moving units needs no permission.
 */
export function checkUnits(tx: Transaction): void {
  const sold = minted(tx);
  if (sold == 0) return;
  if (tx.ins.plans + tx.refs.plans != 1) unreachable();
  // One payment must not buy periods of two plans that name the same merchant.
  if (tx.outs.foreign) unreachable();
  if (tx.ins.plans == 1) {
    checkPlanSpent(tx);
    checkPaid(tx, tx.ins.plan, sold);
    return;
  }
  // A referenced plan stays where it is, and its limit, if any, could not be counted down.
  if (tx.outs.plans != 0 || tx.refs.plan.limited) unreachable();
  checkPaid(tx, tx.refs.plan, sold);
}

/** The outputs pay the merchant's script the price of every period beyond what the inputs took from it. */
function checkPaid(tx: Transaction, plan: Plan, periods: u64): void {
  if (plan.price > u64.MAX_VALUE / periods) unreachable();
  const due = plan.price * periods;
  const taken = amountOn(tx.coinInsAt, tx.ins.utxos, plan.merchantAt, plan.merchantSize);
  const paid = amountOn(tx.coinOutsAt, tx.outs.utxos, plan.merchantAt, plan.merchantSize);
  if (paid < addExactly(taken, due)) unreachable();
}

/** A sale: a limit goes down by what was sold, no limit stays none. */
function checkLimitLowered(before: Plan, after: Plan, sold: u64): void {
  if (before.limited != after.limited) unreachable();
  if (before.limited && (before.limit < sold || after.limit != before.limit - sold)) unreachable();
}

/** An edit: a limit may be set or lowered; it is never raised or lifted, subscribers rely on it. */
function checkLimitKept(before: Plan, after: Plan): void {
  if (before.limited && (!after.limited || after.limit > before.limit)) unreachable();
}
