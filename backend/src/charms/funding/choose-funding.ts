import { formatOutPoint, type NormalizedSpell, type OutPoint, parseTransaction } from '@charmbills/charms';
import { type Utxo, type UtxoSource, UtxoSourceUnavailableError } from '../../bitcoin/index.ts';
import { EarlierTransactionOpenError, FundsInsufficientError } from '../charms.errors.ts';
import { estimateUnsignedBytes, type FundingType, feeAt, signedVsize } from '../spell/transaction-size.ts';
import { mayCarryCharms } from './carries-charms.ts';
import { largestFirst, selectCoins } from './select-coins.ts';

/** So that there is always change, and always an output that a node relays. */
const LEAST_CHANGE_SATS = 546n;

export interface FundingNeed {
  /** Pays for everything. */
  readonly address: string;
  readonly fundingType: FundingType;
  /** The spell over inputs that do not matter: what counts are its outputs and its size. */
  readonly draft: NormalizedSpell;
  /** What the miners get, in thousandths of sat/vB. */
  readonly feeRate: bigint;
  readonly proverFeeCeilingSats: bigint;
  /** Of each of these one has to be spent. */
  readonly rivals?: readonly (readonly OutPoint[])[];
  /** An input beside those that fund it, and what it brings. */
  readonly beside?: { readonly fundingType: FundingType; readonly amountSats: bigint } | undefined;
}

/**
 * Chooses the outputs of an address that fund a spell: confirmed, on nobody else's list, free of charms;
 * enough for the spell's coins, the miners, the most that the prover may take, and some change.
 * @param takenOf which of these outputs must not be used
 * @throws FundsInsufficientError; UtxoSourceUnavailableError when there may be enough that the source does not know all
 * of; EarlierTransactionOpenError while what has to be spent cannot be; or whatever the source throws when it cannot be asked
 */
export async function chooseFunding(
  source: UtxoSource,
  takenOf: (outPoints: readonly OutPoint[]) => Promise<ReadonlySet<string>>,
  need: FundingNeed,
): Promise<readonly Utxo[]> {
  const unspent = await source.listUnspent(need.address);
  const taken = await takenOf(unspent.map(({ outPoint }) => outPoint));
  const free = unspent.filter(({ outPoint }) => !taken.has(formatOutPoint(outPoint)));
  const unknown: OutPoint[] = [];
  const { selected, availableSats, neededSats } = await selectCoins(
    free,
    async ({ outPoint }) => {
      const raw = await source.getRawTransaction(outPoint.txid);
      // An output whose transaction cannot be had is not known to be free of charms.
      if (raw === undefined) unknown.push(outPoint);
      return raw !== undefined && !mayCarryCharms(parseTransaction(raw), outPoint.vout);
    },
    neededSatsOf(need),
    oneOfEach(need.rivals ?? [], free),
  );
  if (availableSats < neededSats) {
    // A source that lists an output and does not have its transaction, such as one that has yet to index a new block.
    const [first] = unknown;
    if (first) throw new UtxoSourceUnavailableError(`transaction ${first.txid} is unknown`);
    throw new FundsInsufficientError(availableSats, neededSats);
  }
  return selected;
}

/** As few as it takes. They were looked at when they were first chosen. */
function oneOfEach(rivals: readonly (readonly OutPoint[])[], free: readonly Utxo[]): Utxo[] {
  const chosen: Utxo[] = [];
  for (const rival of rivals) {
    const inputs = new Set(rival.map(formatOutPoint));
    const isInput = ({ outPoint }: Utxo) => inputs.has(formatOutPoint(outPoint));
    if (chosen.some(isInput)) continue;
    const [coin] = free.filter(isInput).sort(largestFirst);
    if (coin === undefined) throw new EarlierTransactionOpenError();
    chosen.push(coin);
  }
  return chosen;
}

function neededSatsOf(need: FundingNeed): (inputCount: number) => bigint {
  const { beside, draft, feeRate, fundingType, proverFeeCeilingSats } = need;
  const coins = (draft.tx.coins ?? []).reduce((sum, { amount }) => sum + amount, 0n);
  const fixed = coins + proverFeeCeilingSats + LEAST_CHANGE_SATS - (beside?.amountSats ?? 0n);
  return (inputCount) => {
    const inputs = Array.from({ length: inputCount }, () => fundingType);
    if (beside) inputs.push(beside.fundingType);
    return fixed + feeAt(feeRate, signedVsize(estimateUnsignedBytes(draft, inputs.length), inputs));
  };
}
