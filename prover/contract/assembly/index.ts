// The subscription contract: a plan is the NFT n/identity/vk, a paid period one unit of t/identity/vk.
// It reads (app, tx, x, w) as CBOR from standard input, and accepts by returning or refuses by trapping.

import { PLAN, readOwnApp, SUBSCRIPTION } from "./app";
import { beginArray, close, open, readNull, readText, size } from "./cbor";
import { checkGenesis } from "./genesis";
import { checkPlanMint, checkPlanSpent, checkUnits } from "./rules";
import { inputAt, inputSize, readInput } from "./stdin";
import { readTransaction } from "./transaction";

export function _start(): void {
  readInput();
  open(inputAt, inputSize);
  if (beginArray() != 4) unreachable();
  const kind = readOwnApp();
  const tx = readTransaction();
  if (!readNull()) unreachable();

  if (kind == PLAN && tx.ins.plans == 0) {
    const genesisAt = readText();
    const genesisSize = size;
    close();
    checkPlanMint(tx);
    checkGenesis(tx, genesisAt, genesisSize);
    return;
  }
  if (!readNull()) unreachable();
  close();
  if (kind == PLAN) checkPlanSpent(tx);
  else if (kind == SUBSCRIPTION) checkUnits(tx);
  else unreachable();
}
