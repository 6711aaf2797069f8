import { satsOf } from '../stack/rpc.ts';
import { consensusFault, findOutput, hasUnspentOutput, unconfirmedAncestors } from './inputs.ts';
import { RPC_TRANSACTION_ERROR, RPC_TRANSACTION_REJECTED } from './json-rpc.ts';
import { burntSats, isSizeRefusal, policyFault } from './policy.ts';
import type { RelayState } from './relay-state.ts';
import { type Displaced, findConflicts, replacementFault } from './replacement.ts';
import { type DecodedTransaction, decode, outputSum, type PoolTransaction } from './transaction.ts';

/** What becomes of a transaction that somebody sends. */
export type Verdict =
  /** It waits in the side pool already. */
  | { readonly kind: 'known'; readonly transaction: PoolTransaction }
  /** The node's mempool takes it. */
  | { readonly kind: 'node'; readonly transaction: PoolTransaction; readonly displaced: Displaced }
  /** The side pool takes it: only the size of its data, or a parent in the side pool, keeps the node from it. */
  | { readonly kind: 'side'; readonly transaction: PoolTransaction; readonly displaced: Displaced }
  | {
      readonly kind: 'refused';
      /** The node's own verdict, which the side pool has no say in. */
      readonly byNode: boolean;
      readonly code: number;
      readonly reason: string;
      readonly decoded: DecodedTransaction;
    };

/** The caller's own limits, in satoshi per 1,000 virtual bytes (0: none) and satoshi. */
export interface SendLimits {
  readonly maxFeeRate: bigint;
  readonly maxBurnSats: bigint;
}

interface NodeAnswer {
  readonly allowed?: boolean;
  readonly 'reject-reason'?: string;
  readonly fees?: { readonly base: number };
}

interface MempoolInfo {
  readonly mempoolminfee: number;
  readonly incrementalrelayfee: number;
}

const MISSING_INPUTS = ['missing-inputs', 'bad-txns-inputs-missingorspent'];
const ALREADY_THERE = 'txn-already-in-mempool';

/** Decides about one transaction without changing anything. */
export async function judge(state: RelayState, hex: string, limits: SendLimits): Promise<Verdict> {
  const { node, pool, evicted } = state;
  const decoded = await decode(node, hex);
  const refuse = (reason: string, code = RPC_TRANSACTION_REJECTED): Verdict => ({
    kind: 'refused',
    byNode: false,
    code,
    reason,
    decoded,
  });

  const refuseAsNode = (reason: string): Verdict => ({
    kind: 'refused',
    byNode: true,
    code: RPC_TRANSACTION_REJECTED,
    reason,
    decoded,
  });

  const known = pool.get(decoded.txid);
  if (known !== undefined) return { kind: 'known', transaction: known };

  const [answer] = await node<NodeAnswer[]>('testmempoolaccept', [[hex], 0]);
  const reason = answer?.['reject-reason'] ?? '';
  const here = reason === ALREADY_THERE;
  const takenByNode = answer?.allowed === true || here;
  const needsParent =
    MISSING_INPUTS.includes(reason) && decoded.vin.some(({ txid }) => pool.get(txid) !== undefined);
  if (!takenByNode && !needsParent && !isSizeRefusal(reason, decoded)) {
    return refuseAsNode(reason);
  }
  const fault = takenByNode ? undefined : policyFault(decoded);
  if (fault !== undefined) return refuse(fault);

  let inputSats = 0n;
  const parents = { inNode: new Set<string>(), inPool: new Set<string>() };
  for (const input of decoded.vin) {
    const output = await findOutput(state, input);
    if (output === undefined) {
      // It may have spent them itself, in a block.
      if (await hasUnspentOutput(state, decoded)) return refuseAsNode('txn-already-known');
      return refuse('bad-txns-inputs-missingorspent', RPC_TRANSACTION_ERROR);
    }
    inputSats += output.valueSats;
    if (output.from === 'mempool') parents.inNode.add(input.txid);
    if (output.from === 'side pool') parents.inPool.add(input.txid);
  }
  const feeSats = inputSats - outputSum(decoded);
  if (feeSats < 0n) return refuse('bad-txns-in-belowout');
  const transaction: PoolTransaction = {
    txid: decoded.txid,
    hex,
    decoded,
    feeSats,
    time: Math.floor(Date.now() / 1000),
    height: await node<number>('getblockcount'),
    nodeParents: [...parents.inNode],
  };

  const { mempoolminfee, incrementalrelayfee } = await node<MempoolInfo>('getmempoolinfo');
  const leastSats = feeFor(mempoolminfee, decoded.vsize);
  if (!takenByNode && feeSats < leastSats) return refuse(`min relay fee not met, ${feeSats} < ${leastSats}`);
  const limitFault = faultOfLimits(transaction, limits);
  if (limitFault !== undefined) return refuse(limitFault, RPC_TRANSACTION_ERROR);

  const conflicts = await findConflicts(state, decoded);
  const rivals = here && !evicted.has(decoded.txid) ? undefined : conflicts;
  if (rivals !== undefined) {
    const replacement = replacementFault(
      { txid: decoded.txid, feeSats, vsize: decoded.vsize },
      rivals,
      feeFor(incrementalrelayfee, decoded.vsize),
    );
    if (replacement !== undefined) return refuse(replacement);
  }
  if (takenByNode) return { kind: 'node', transaction, displaced: conflicts };

  const ancestors = await unconfirmedAncestors(state, parents);
  const lost = [...ancestors.inNode, ...ancestors.inPool.map(({ txid }) => txid)].find(
    (txid) => conflicts.inNode.has(txid) || conflicts.inPool.has(txid),
  );
  if (lost !== undefined) return refuse(`bad-txns-spends-conflicting-tx, ${decoded.txid} spends ${lost}`);
  const invalid = await consensusFault(state, hex, ancestors);
  if (invalid !== undefined) return refuse(invalid);
  return { kind: 'side', transaction, displaced: conflicts };
}

/** What a rate in bitcoin per 1,000 virtual bytes comes to, rounded up to whole satoshi. */
function feeFor(bitcoinPerKvb: number, vsize: number): bigint {
  return (satsOf(bitcoinPerKvb) * BigInt(vsize) + 999n) / 1000n;
}

function faultOfLimits(transaction: PoolTransaction, limits: SendLimits): string | undefined {
  if (burntSats(transaction.decoded) > limits.maxBurnSats) {
    return 'Unspendable output exceeds maximum configured by user (maxburnamount)';
  }
  const { feeSats, decoded } = transaction;
  if (limits.maxFeeRate > 0n && feeSats * 1000n > limits.maxFeeRate * BigInt(decoded.vsize)) {
    return 'Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)';
  }
  return undefined;
}
