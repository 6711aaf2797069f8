import type { Coin } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';
import { DEVELOPMENT_WALLET } from './offered.ts';

/** The page's own server leads this on to the development service of the stack. */
const PATH = '/dev-wallet';

/** What a development wallet asks of its chain. Throws WalletError `WALLET_FAILED` alone. */
export interface ChainClient {
  coins(address: string): Promise<Coin[]>;
  fund(address: string, amountSats: bigint): Promise<void>;
  mine(blocks: number): Promise<void>;
  reorganise(blocks: number): Promise<void>;
  /** Returns the txid. */
  broadcast(hex: string): Promise<string>;
}

interface CoinAnswer extends Omit<Coin, 'amountSats'> {
  readonly amountSats: string;
}

export function createChainClient(path = PATH): ChainClient {
  const post = (route: string, body: object) =>
    ask(`${path}/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    async coins(address) {
      const answer = await ask(`${path}/coins?address=${encodeURIComponent(address)}`, {});
      const { coins } = answer as { readonly coins: readonly CoinAnswer[] };
      return coins.map((coin) => ({ ...coin, amountSats: BigInt(coin.amountSats) }));
    },
    async fund(address, amountSats) {
      await post('fund', { address, amountSats: String(amountSats) });
    },
    async mine(blocks) {
      await post('mine', { blocks });
    },
    async reorganise(blocks) {
      await post('reorg', { blocks });
    },
    async broadcast(hex) {
      return ((await post('broadcast', { hex })) as { readonly txid: string }).txid;
    },
  };
}

async function ask(url: string, init: RequestInit): Promise<unknown> {
  try {
    const response = await fetch(url, { ...init, cache: 'no-store' });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new WalletError(
      { code: 'WALLET_FAILED', nextStep: 'TRY_AGAIN', wallet: DEVELOPMENT_WALLET, detail },
      { cause },
    );
  }
}
