/**
 * `npm run -s wallet -- <name> address|fund|sign|sign-psbt [text]`
 *
 * A wallet on regtest for trying the API by hand, where a browser has its own. The name is its key: the same name
 * is the same wallet on every machine, `merchant` and `subscriber` are those of the demo data. Text that is left
 * out is read from standard input. Prints the answer alone on standard output; exits 1 when there is none.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoWallet } from '../demo/demo-wallet.ts';
import type { DevWallet } from '../demo/wallet.ts';
import { createFaucet } from '../stack/faucet.ts';
import { minerCaller, prepareMiner } from '../stack/miner-wallet.ts';
import { ROOT } from '../stack/root.ts';
import { runningNode } from '../stack/running-node.ts';

const USAGE = 'usage: npm run -s wallet -- <name> address|fund|sign|sign-psbt [text]';
const COIN_SATS = 1_000_000n;
const COINS = 3;

const COMMANDS: Readonly<
  Record<string, (wallet: DevWallet, text: () => string) => string | Promise<string>>
> = {
  address: (wallet) => wallet.address,
  fund,
  sign: (wallet, text) => wallet.signMessage(text()),
  'sign-psbt': (wallet, text) => wallet.signPsbt(text()),
};

/** Gives the wallet a few confirmed coins of the running stack's chain. */
async function fund({ address }: DevWallet): Promise<string> {
  const node = await runningNode(process.env);
  const faucet = createFaucet(minerCaller(node), await prepareMiner(node));
  for (let coin = 0; coin < COINS; coin++) {
    await faucet.fundAddress(address, COIN_SATS, { confirm: coin === COINS - 1 });
  }
  return `${address} received ${COINS} outputs of ${COIN_SATS} sats`;
}

async function main([name, command = 'address', ...words]: readonly string[]): Promise<string> {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (name === undefined || run === undefined) throw new Error(USAGE);
  return run(demoWallet(name), () => (words.length > 0 ? words.join(' ') : readFileSync(0, 'utf8').trim()));
}

const envFile = join(ROOT, '.env');
if (existsSync(envFile)) process.loadEnvFile(envFile);
try {
  console.log(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
