import type { RpcCall } from './rpc.ts';

export interface MinerOptions {
  readonly rpc: RpcCall;
  /** Where the block rewards go. */
  readonly address: string;
  readonly intervalSeconds: number;
  readonly log: (text: string) => void;
}

export interface Miner {
  /** Stops mining and waits for a block under way. */
  readonly stop: () => Promise<void>;
}

/** With nothing to confirm, a block a minute is enough for those who wait for a second and third confirmation. */
const IDLE_SECONDS = 60;

/** Mines regtest blocks: at every interval when something waits in the mempool, once a minute otherwise. */
export function startMiner({ rpc, address, intervalSeconds, log }: MinerOptions): Miner {
  let lastBlock = performance.now();
  let working: Promise<void> = Promise.resolve();
  let complained = false;

  const mineIfDue = async () => {
    const { size } = await rpc<{ size: number }>('getmempoolinfo');
    const idleFor = (performance.now() - lastBlock) / 1000;
    if (size === 0 && idleFor < IDLE_SECONDS) return;
    await rpc('generatetoaddress', [1, address]);
    lastBlock = performance.now();
  };
  const timer = setInterval(() => {
    working = working.then(mineIfDue).then(
      () => {
        complained = false;
      },
      (error: unknown) => {
        if (!complained)
          log(`no block could be mined: ${error instanceof Error ? error.message : String(error)}`);
        complained = true;
      },
    );
  }, intervalSeconds * 1000);

  return {
    stop: () => {
      clearInterval(timer);
      return working;
    },
  };
}
