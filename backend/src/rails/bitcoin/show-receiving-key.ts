import {
  type BitcoinNetwork,
  type ReceivingBranch,
  type ReceivingScript,
  readReceivingBranch,
  receivingAddress,
} from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type BranchUse, findReceivingKey, readBranchUse } from './receiving-key.repository.ts';

/** A key to be paid on, as its owner compares it with what their wallet shows. */
export interface ReceivingKeyView extends BranchUse {
  readonly descriptor: string;
  readonly script: ReceivingScript;
  /** The first that follow from it. */
  readonly firstAddresses: readonly string[];
  /** What the wallet's gap limit has to be at least, to find all that is and may yet be paid. */
  readonly gapLimit: number;
  /** Null while it is not in use. */
  readonly createdAt: Date | null;
}

const SHOWN = 5;
/** Addresses without money after which wallets stop looking (BIP 44). */
const USUAL_GAP_LIMIT = 20;

/** What a key would be, and what of it has been given out in this installation already. */
export async function showBranch(
  tx: Tx,
  network: BitcoinNetwork,
  branch: ReceivingBranch,
  createdAt: Date | null = null,
): Promise<ReceivingKeyView> {
  const use = await readBranchUse(tx, branch.id);
  return {
    ...use,
    descriptor: branch.descriptor,
    script: branch.script,
    firstAddresses: Array.from(
      { length: SHOWN },
      (_, index) => receivingAddress(branch, index, network).address,
    ),
    gapLimit: Math.max(USUAL_GAP_LIMIT, use.widestGap + 1, use.unpaidRun + 1),
    createdAt,
  };
}

/** The key that a merchant is paid on; null where there is none. */
export async function showReceivingKey(
  tx: Tx,
  network: BitcoinNetwork,
  merchantId: string,
): Promise<ReceivingKeyView | null> {
  const key = await findReceivingKey(tx, merchantId);
  return key ? showBranch(tx, network, readReceivingBranch(key.descriptor, network), key.createdAt) : null;
}
