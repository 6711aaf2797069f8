import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Architecture, architectureOf, RELEASE, unpackPackages } from '../debian/index.ts';
import { filledFolder } from '../filled-folder.ts';
import type { NodeCommand } from './node-command.ts';

const NODE_PACKAGE = `bitcoin-knots/${RELEASE}-backports`;

/** Everything bitcoind links to, down to the C library: nothing of the machine's own release is used. */
const LIBRARIES = [
  'libc6',
  'libgcc-s1',
  'libstdc++6',
  'libevent-core-2.1-7t64',
  'libevent-extra-2.1-7t64',
  'libevent-pthreads-2.1-7t64',
  'libsqlite3-0',
  'libzmq5',
  'libpgm-5.3-0t64',
  'libnorm1t64',
  'libsodium23',
  'libgssapi-krb5-2',
  'libkrb5-3',
  'libk5crypto3',
  'libkrb5support0',
  'libcom-err2',
  'libkeyutils1',
  'libbsd0',
  'libmd0',
  'libssl3t64',
];

/** Debian's Bitcoin node that is in the cache folder already. */
export function cachedDebianPackages(arch: string, cache: string): NodeCommand | undefined {
  const architecture = architectureOf(arch);
  if (architecture === undefined) return undefined;
  const folder = folderOf(architecture, cache);
  return existsSync(folder) ? commandIn(architecture, folder) : undefined;
}

/** Unpacks Debian's Bitcoin node into the cache folder and returns how to run it. */
export async function installDebianPackages(
  arch: string,
  cache: string,
  log: (line: string) => void,
): Promise<NodeCommand> {
  const architecture = architectureOf(arch);
  if (architecture === undefined) throw new Error(`no recipe for the processor ${arch}`);
  const folder = await filledFolder(folderOf(architecture, cache), async (draft) => {
    log(`downloading Debian's Bitcoin node (${NODE_PACKAGE})`);
    await unpackPackages(draft, architecture, {
      packages: [NODE_PACKAGE, ...LIBRARIES],
      withDependencies: false,
    });
  });
  return commandIn(architecture, folder);
}

function folderOf(architecture: Architecture, cache: string): string {
  return join(cache, `bitcoin-knots-${RELEASE}-${architecture.name}`);
}

function commandIn(architecture: Architecture, folder: string): NodeCommand {
  const libraries = join(folder, 'usr/lib', architecture.libraries);
  return {
    command: join(libraries, architecture.loader),
    args: ['--library-path', libraries, join(folder, 'usr/bin/bitcoind')],
    origin: `Debian package ${NODE_PACKAGE}`,
    folder,
  };
}
