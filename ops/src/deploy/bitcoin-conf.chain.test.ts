import { createHmac } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provisionBitcoind } from '../stack/bitcoind/provision.ts';
import { coreReleaseFor } from '../stack/bitcoind/releases.ts';
import { startChild } from '../stack/child.ts';
import { freePort } from '../stack/ports.ts';
import { ROOT } from '../stack/root.ts';
import { rpcCaller } from '../stack/rpc.ts';
import { waitFor } from '../stack/wait-for.ts';
import { textOf } from './testing/files.ts';

const FOLDER = 'ops/deploy/bitcoind';

/** As make-secrets.sh writes it; that its hash is this one, the node itself says. */
function rpcAuth(user: string, password: string): string {
  const salt = '89632449b1609aeae52d54db1c4f90f8';
  return `rpcauth=${user}:${salt}$${createHmac('sha256', salt).update(password).digest('hex')}\n`;
}

test('a node with the configuration answers to the password, and publishes blocks and transactions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bitcoin-conf-'));
  const [port, zmq] = [await freePort(), await freePort()];
  await cp(join(ROOT, FOLDER, 'bitcoin.conf'), join(folder, 'bitcoin.conf'));
  const conf = (await readFile(join(folder, 'bitcoin.conf'), 'utf8'))
    .replace('/run/secrets/bitcoind_rpcauth', join(folder, 'rpcauth'))
    .replace('/var/lib/bitcoind/.cookie', join(folder, '.cookie'))
    .replaceAll('rpcport=8332', `rpcport=${port}`)
    .replaceAll('rpcbind=0.0.0.0', 'rpcbind=127.0.0.1')
    .replaceAll('tcp://0.0.0.0:28332', `tcp://127.0.0.1:${zmq}`);
  await writeFile(join(folder, 'bitcoin.conf'), conf);
  await writeFile(join(folder, 'rpcauth'), rpcAuth('charmbills', 'the password'));
  const node = await provisionBitcoind();
  const child = await startChild({
    name: 'bitcoind',
    command: node.command,
    args: [...node.args, `-datadir=${folder}`, `-conf=${folder}/bitcoin.conf`, '-chain=regtest', '-listen=0'],
  });
  try {
    const endpoint = { url: `http://127.0.0.1:${port}`, user: 'charmbills' };
    const rpc = rpcCaller({ ...endpoint, password: 'the password' }, 5_000);
    const info = await waitFor(() => rpc('getblockchaininfo'), { what: 'the node', timeoutMs: 60_000 });
    expect(info).toMatchObject({ chain: 'regtest' });
    const notices = (await rpc('getzmqnotifications')) as { type: string }[];
    expect(notices.map(({ type }) => type).sort()).toEqual(['pubhashblock', 'pubrawtx']);
    const stranger = rpcCaller({ ...endpoint, password: 'another' }, 5_000);
    await expect(stranger('getblockchaininfo')).rejects.toThrow();
  } finally {
    child.kill();
    await child.exited;
    await rm(folder, { recursive: true, force: true });
  }
});

test('the image holds the release that the development stack runs, by the same checksums', () => {
  const dockerfile = textOf(`${FOLDER}/Dockerfile`);
  const [x64, arm64] = [coreReleaseFor('linux', 'x64'), coreReleaseFor('linux', 'arm64')];
  expect(dockerfile).toContain(`ARG BITCOIN_VERSION=${x64?.version}\n`);
  expect(dockerfile).toContain(`ARG SHA256_AMD64=${x64?.sha256}\n`);
  expect(dockerfile).toContain(`ARG SHA256_ARM64=${arm64?.sha256}\n`);
});
