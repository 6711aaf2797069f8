import { grantOperator, listOperators, revokeOperator } from '../../../backend/src/identity/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';

const NETWORKS = ['mainnet', 'testnet4', 'regtest'] as const;

export const command: Command = {
  usage:
    'operators list | add <address> | remove <address>  who may approve, decide and look into everything',
  async run([action, address, ...rest], env) {
    const complete = action === 'list' ? address === undefined : address !== undefined;
    if (!['list', 'add', 'remove'].includes(action ?? '') || !complete || rest.length > 0) {
      process.stderr.write(`usage: ${command.usage}\n`);
      return 2;
    }
    const database = openDatabase({ url: await databaseUrlOf(env), poolSize: 2 });
    const network = NETWORKS.find((name) => name === (env.BITCOIN_NETWORK || 'regtest'));
    if (network === undefined) throw new Error(`BITCOIN_NETWORK: one of ${NETWORKS.join(', ')}`);
    const services = { database, clock: systemClock, config: { BITCOIN_NETWORK: network } };
    try {
      if (action === 'add' && address !== undefined) {
        await grantOperator(services, address);
      } else if (action === 'remove' && address !== undefined && !(await revokeOperator(services, address))) {
        process.stderr.write(`${address} is no operator\n`);
        return 1;
      }
      for (const operator of await listOperators(services)) {
        process.stdout.write(
          `${operator.address}  ${operator.personId}  since ${operator.grantedAt.toISOString()}\n`,
        );
      }
      return 0;
    } finally {
      await database.close();
    }
  },
};
