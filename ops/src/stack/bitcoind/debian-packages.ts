import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from '../run-as.ts';
import { cached } from './cache-folder.ts';
import type { NodeCommand } from './node-command.ts';
import { runProgram } from './run-program.ts';

const MIRROR = 'http://deb.debian.org/debian';
const RELEASE = 'trixie';
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

/** Debian's name of the processor → its multiarch folder and dynamic loader. */
const ARCHITECTURES: Readonly<Record<string, { readonly folder: string; readonly loader: string }>> = {
  amd64: { folder: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { folder: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** True where apt and dpkg are there to fetch and unpack with. */
export function hasDebianTools(path: string | undefined): boolean {
  return ['apt-get', 'dpkg'].every((program) => findOnPath(program, path) !== undefined);
}

/**
 * Installs Debian's Bitcoin node into the cache folder and returns how to run it. Needs no rights and changes
 * nothing on the system: apt gets a sources list and folders of its own and still checks Debian's signatures;
 * the packages are unpacked, not installed.
 */
export async function installDebianPackages(
  cache: string,
  log: (line: string) => void,
): Promise<NodeCommand> {
  const [architecture = ''] = await runProgram('dpkg', ['--print-architecture']);
  const target = ARCHITECTURES[architecture];
  if (target === undefined) throw new Error(`no recipe for the processor ${architecture}`);

  const folder = await cached(cache, `bitcoin-knots-${RELEASE}-${architecture}`, async (draft) => {
    log(`downloading Debian's Bitcoin node (${NODE_PACKAGE}) from ${new URL(MIRROR).host}`);
    const work = join(draft, 'apt');
    await downloadPackages(work);
    for (const file of await readdir(work)) {
      if (file.endsWith('.deb')) await runProgram('dpkg', ['-x', join(work, file), draft]);
    }
    await rm(work, { recursive: true });
  });
  const libraries = join(folder, 'usr/lib', target.folder);
  return {
    command: join(libraries, target.loader),
    args: ['--library-path', libraries, join(folder, 'usr/bin/bitcoind')],
    origin: `Debian package ${NODE_PACKAGE}`,
  };
}

async function downloadPackages(work: string): Promise<void> {
  await mkdir(join(work, 'lists/partial'), { recursive: true });
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
  const sources = join(work, 'sources.list');
  await writeFile(sources, `deb ${MIRROR} ${RELEASE} main\ndeb ${MIRROR} ${RELEASE}-backports main\n`);
  const settings = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'Dir::State::status=/dev/null',
    // Files in this folder need not be readable for apt's own user.
    'APT::Sandbox::User=root',
    'APT::Update::Error-Mode=any',
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=10',
  ].flatMap((setting) => ['-o', setting]);
  await runProgram('apt-get', ['-qq', ...settings, 'update'], { cwd: work, timeoutMs: 120_000 });
  await runProgram('apt-get', ['-qq', ...settings, 'download', NODE_PACKAGE, ...LIBRARIES], {
    cwd: work,
    timeoutMs: 300_000,
  });
}
