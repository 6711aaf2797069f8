import { startDevWallet } from '../../dev-wallet/index.ts';
import { minerCaller } from '../miner-wallet.ts';
import { requireFreePort } from '../ports.ts';
import { PORTS } from '../settings.ts';
import type { BitcoinNode } from './bitcoin.ts';
import type { StackContext } from './context.ts';

/**
 * The service behind the development wallet of browsers: coins and blocks to play with. Returns its URL; undefined on
 * every chain but regtest.
 */
export async function bringUpDevWallet(
  { ports, progress, supervisor }: StackContext,
  node: BitcoinNode,
): Promise<string | undefined> {
  const { faucet } = node;
  if (node.chain !== 'regtest' || faucet === undefined) return undefined;
  return progress.step(
    'Dev wallet',
    async () => {
      const port = await requireFreePort('the development wallet', ports.devWallet, PORTS.devWallet[0]);
      const service = await startDevWallet({ rpc: minerCaller(node), faucet }, port);
      supervisor.add({ name: 'Dev wallet', stop: service.stop });
      return service.url;
    },
    (url) => url,
  );
}
