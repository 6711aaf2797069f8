import { setTimeout as sleep } from 'node:timers/promises';
import { checkNode, type NodeReport } from '../bitcoin/index.ts';
import type { Services } from '../services.ts';
import { wrongChain } from './startup.errors.ts';

/** A node that is slow to answer does not hold up the start. */
const PATIENCE_MS = 5_000;

/**
 * Looks at the node once at start. One that is away may come back and stops nothing; one that would not relay
 * our transactions is said so plainly.
 * @throws StartupError when it is on another chain
 */
export async function checkBitcoinNode({ config, logger, rpc }: Services): Promise<NodeReport | undefined> {
  const network = config.BITCOIN_NETWORK;
  const asked = checkNode(rpc, network).catch((error: unknown) => {
    logger.warn({ err: error }, 'the Bitcoin node cannot be asked; transactions wait until it can');
    return undefined;
  });
  const report = await Promise.race([asked, sleep(PATIENCE_MS, undefined, { ref: false })]);
  if (!report) return undefined;
  if (!report.rightChain) throw wrongChain(network, report.chain);
  if (report.relaysSpells === false) {
    logger.error(
      { reason: report.relayRefusal },
      'the Bitcoin node refuses to relay spells: plans and subscriptions cannot be minted through it. ' +
        'Use Bitcoin Core 30 or newer, or raise its datacarriersize',
    );
  }
  logger.info(
    { chain: report.chain, height: report.height, relaysSpells: report.relaysSpells },
    'Bitcoin node',
  );
  return report;
}
