import { StackError } from './errors.ts';
import { type RpcEndpoint, rpcCaller } from './rpc.ts';
import { readSecrets } from './secrets.ts';
import { choosePorts, dataDirOf, variable } from './settings.ts';

const ANSWER_TIMEOUT_MS = 5_000;

/**
 * The regtest node of the stack that runs, through its relay where it has one.
 * @throws StackError SERVICE_UNREACHABLE when none answers, WRONG_CHAIN when it is not on regtest.
 */
export async function runningNode(env: NodeJS.ProcessEnv): Promise<RpcEndpoint> {
  for (const endpoint of await endpointsOf(env)) {
    const answer = await rpcCaller(
      endpoint,
      ANSWER_TIMEOUT_MS,
    )<{ chain: string }>('getblockchaininfo').catch(() => undefined);
    if (answer?.chain === 'regtest') return endpoint;
    if (answer !== undefined) {
      throw new StackError('WRONG_CHAIN', `The node is on ${answer.chain}.`, 'This works on regtest alone.');
    }
  }
  throw new StackError(
    'SERVICE_UNREACHABLE',
    'No Bitcoin node of the stack answers.',
    'Run `npm start` first.',
  );
}

/** Where it may be, best first: a relay shows and mines what its node does not know of. */
async function endpointsOf(env: NodeJS.ProcessEnv): Promise<readonly RpcEndpoint[]> {
  const ports = await choosePorts(env, 'default');
  const given = variable(env, 'RPC_URL');
  const secrets = await readSecrets(dataDirOf(env));
  const account =
    given === undefined
      ? { user: 'charmbills', password: secrets?.rpcPassword ?? '' }
      : { user: variable(env, 'RPC_USER') ?? '', password: variable(env, 'RPC_PASSWORD') ?? '' };
  return [`http://127.0.0.1:${ports.relay}`, given ?? `http://127.0.0.1:${ports.bitcoind}`].map((url) => ({
    url,
    ...account,
  }));
}
