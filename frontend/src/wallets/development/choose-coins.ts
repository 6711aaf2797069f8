import type { Coin } from '../wallet.ts';

export interface Payment {
  readonly coins: readonly Coin[];
  /** Back to whoever pays; 0 when it would be dust, which the miners keep. */
  readonly changeSats: bigint;
}

/** Virtual bytes of a transaction of native segwit: what every one has, an input, an output beside its script. */
const BASE_VBYTES = 11;
const INPUT_VBYTES = 68;
const OUTPUT_VBYTES = 9;
const CHANGE_VBYTES = 31;
/** Bitcoin Core's dust limit of p2wpkh outputs. */
const DUST_SATS = 294n;

/**
 * Coins to pay an amount with, the largest first: confirmed, and none that carries a charm. Undefined when they do not
 * suffice. `feeRate` in sat/vB.
 */
export function chooseCoins(
  all: readonly Coin[],
  amountSats: bigint,
  scriptBytes: number,
  feeRate: number,
): Payment | undefined {
  const spendable = all
    .filter(({ carriesCharm, confirmations }) => !carriesCharm && confirmations > 0)
    .sort((a, b) => (a.amountSats < b.amountSats ? 1 : a.amountSats > b.amountSats ? -1 : 0));
  const feeOf = (inputs: number, change: boolean) =>
    BigInt(
      Math.ceil(
        feeRate *
          (BASE_VBYTES + inputs * INPUT_VBYTES + OUTPUT_VBYTES + scriptBytes + (change ? CHANGE_VBYTES : 0)),
      ),
    );
  const coins: Coin[] = [];
  let total = 0n;
  for (const coin of spendable) {
    coins.push(coin);
    total += coin.amountSats;
    const left = total - amountSats;
    if (left < feeOf(coins.length, false)) continue;
    const changeSats = left - feeOf(coins.length, true);
    return { coins, changeSats: changeSats >= DUST_SATS ? changeSats : 0n };
  }
  return undefined;
}
