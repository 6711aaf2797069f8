import { z } from 'zod';
import type { Faucet } from '../stack/faucet.ts';
import type { RpcCall } from '../stack/rpc.ts';
import { coinsOf } from './coins.ts';
import { reorganise } from './reorganise.ts';

export interface DevChain {
  /** A caller on the miner's wallet. */
  readonly rpc: RpcCall;
  readonly faucet: Faucet;
}

/** What a person may ask for at once: more is a mistake, and takes the chain away from everybody else. */
const MOST_BLOCKS = 100;
const MOST_BLOCKS_TAKEN_AWAY = 6;
const LEAST_FUNDING_SATS = 1_000n;
const MOST_FUNDING_SATS = 10_000_000_000n;
const DEFAULT_FUNDING_SATS = 10_000_000n;

const address = z.string().regex(/^bcrt1[a-z0-9]{6,86}$/);
const amount = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(BigInt)
  .refine((sats) => sats >= LEAST_FUNDING_SATS && sats <= MOST_FUNDING_SATS);

const fund = z.object({ address, amountSats: amount.default(DEFAULT_FUNDING_SATS) });
const coins = z.object({ address });
const broadcast = z.object({ hex: z.string().regex(/^(?:[0-9a-f]{2})+$/) });
const mine = z.object({ blocks: z.int().min(1).max(MOST_BLOCKS).default(1) });
const reorg = z.object({ blocks: z.int().min(1).max(MOST_BLOCKS_TAKEN_AWAY).default(1) });

export type Route = (chain: DevChain, given: unknown) => Promise<object>;

/** By method and path. What they are given is the query of a GET and the JSON body of a POST. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'POST /fund': async ({ faucet }, given) => {
    const { address: to, amountSats } = fund.parse(given);
    const { txid, vout } = await faucet.fundAddress(to, amountSats);
    return { txid, vout, amountSats: String(amountSats) };
  },
  'GET /coins': async ({ rpc }, given) => ({ coins: await coinsOf(rpc, coins.parse(given).address) }),
  'POST /broadcast': async ({ rpc }, given) => ({
    txid: await rpc<string>('sendrawtransaction', [broadcast.parse(given).hex]),
  }),
  'POST /mine': async ({ faucet }, given) => ({ blocks: await faucet.mine(mine.parse(given).blocks) }),
  'POST /reorg': async ({ rpc }, given) => ({ blocks: await reorganise(rpc, reorg.parse(given).blocks) }),
};
