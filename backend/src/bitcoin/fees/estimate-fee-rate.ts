import { type BitcoinRpc, RpcError, satsFromDecimal } from '../rpc/index.ts';

export interface FeeRateOptions {
  /** Least rate, in sat/vB, with at most 3 decimals. */
  readonly floor: number;
  /** Highest rate, in sat/vB, with at most 3 decimals; has the last word. */
  readonly ceiling: number;
  /** Blocks within which a transaction should confirm. */
  readonly targetBlocks: number;
}

/** Rates are computed in thousandths of sat/vB, that is sats per 1,000 vB, as the node counts. */
const DECIMALS = 3;

/**
 * The fee rate for a transaction, in sat/vB, as a decimal with at most 3 places: the node's estimate, or the
 * floor while it has none, and never less than what its mempool takes at present.
 * @throws NodeUnavailableError
 */
export async function estimateFeeRate(rpc: BitcoinRpc, options: FeeRateOptions): Promise<string> {
  const [estimate, mempool] = await rpc.batch<{ feerate?: unknown; mempoolminfee?: unknown }>([
    { method: 'estimatesmartfee', params: [options.targetBlocks] },
    { method: 'getmempoolinfo' },
  ]);
  const floor = milli(options.floor);
  const ceiling = milli(options.ceiling);
  const candidates = [floor, perKilo(estimate, 'feerate'), perKilo(mempool, 'mempoolminfee')];
  const [wanted = floor] = candidates.toSorted((a, b) => Number(b - a));
  if (wanted > ceiling) return toText(ceiling);
  return toText(wanted);
}

/** Sats per 1,000 vB of an answer in bitcoin per 1,000 vB; 0 when the node does not say. */
function perKilo(answer: unknown, field: string): bigint {
  if (answer instanceof RpcError || typeof answer !== 'object' || answer === null) return 0n;
  const value = (answer as Record<string, unknown>)[field];
  return typeof value === 'string' ? satsFromDecimal(value) : 0n;
}

function milli(rate: number): bigint {
  return BigInt(Math.round(rate * 10 ** DECIMALS));
}

function toText(rate: bigint): string {
  const digits = rate.toString().padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
}
