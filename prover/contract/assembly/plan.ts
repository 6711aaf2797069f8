// The state of a plan, the data of its NFT: a map of name, price, period, merchant and limit, in this order.

import { beginMap, readBytes, readNull, readText, readUint, size } from "./cbor";
import { isUtf8, readWord } from "./text";

const MAX_NAME_BYTES: usize = 128;
const MAX_SCRIPT_BYTES: usize = 100;

export class Plan {
  nameAt: usize = 0;
  nameSize: usize = 0;
  /** Satoshi for one period. */
  price: u64 = 0;
  /** Seconds in one period. */
  period: u64 = 0;
  /** The scriptPubKey that must be paid. */
  merchantAt: usize = 0;
  merchantSize: usize = 0;
  /** Whether the number of periods still to be sold is limited, and to how many. */
  limited: bool = false;
  limit: u64 = 0;
}

/** Reads a plan's state; traps unless it is well formed. */
export function readPlan(): Plan {
  const plan = new Plan();
  if (beginMap() != 5) unreachable();
  readWord("name");
  plan.nameAt = readText();
  plan.nameSize = size;
  if (plan.nameSize == 0 || plan.nameSize > MAX_NAME_BYTES || !isUtf8(plan.nameAt, plan.nameSize)) unreachable();
  readWord("price");
  plan.price = readUint();
  if (plan.price == 0) unreachable();
  readWord("period");
  plan.period = readUint();
  if (plan.period == 0) unreachable();
  readWord("merchant");
  plan.merchantAt = readBytes();
  plan.merchantSize = size;
  if (plan.merchantSize == 0 || plan.merchantSize > MAX_SCRIPT_BYTES) unreachable();
  readWord("limit");
  plan.limited = !readNull();
  if (plan.limited) plan.limit = readUint();
  return plan;
}

/** Whether two states promise subscribers the same: the length of a period and who is paid never change. */
export function sameTerms(a: Plan, b: Plan): bool {
  return a.period == b.period && sameBytes(a.merchantAt, a.merchantSize, b.merchantAt, b.merchantSize);
}

/** Whether two states have the same name and price. */
export function sameOffer(a: Plan, b: Plan): bool {
  return a.price == b.price && sameBytes(a.nameAt, a.nameSize, b.nameAt, b.nameSize);
}

function sameBytes(a: usize, aSize: usize, b: usize, bSize: usize): bool {
  return aSize == bSize && memory.compare(a, b, aSize) == 0;
}
