import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filledFolder } from '../filled-folder.ts';
import { findOnPath } from '../run-as.ts';
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

interface Architecture {
  /** Debian's name for it. */
  readonly name: string;
  /** Its folder of libraries under /usr/lib. */
  readonly libraries: string;
  /** Its dynamic loader. */
  readonly loader: string;
}

/** By the processor's name in Node. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: { name: 'amd64', libraries: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { name: 'arm64', libraries: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** True where apt and dpkg are there to fetch and unpack with, for a processor with a recipe. */
export function hasDebianTools(path: string | undefined, arch: string): boolean {
  const programs = ['apt-get', 'dpkg'];
  return (
    ARCHITECTURES[arch] !== undefined && programs.every((program) => findOnPath(program, path) !== undefined)
  );
}

/** Debian's Bitcoin node that is in the cache folder already. */
export function cachedDebianPackages(arch: string, cache: string): NodeCommand | undefined {
  const architecture = ARCHITECTURES[arch];
  if (architecture === undefined) return undefined;
  const folder = folderOf(architecture, cache);
  return existsSync(folder) ? commandIn(architecture, folder) : undefined;
}

/**
 * Installs Debian's Bitcoin node into the cache folder and returns how to run it. Needs no rights and changes
 * nothing on the system: apt gets a sources list and folders of its own and still checks Debian's signatures;
 * the packages are unpacked, not installed.
 */
export async function installDebianPackages(
  arch: string,
  cache: string,
  log: (line: string) => void,
): Promise<NodeCommand> {
  const architecture = ARCHITECTURES[arch];
  if (architecture === undefined) throw new Error(`no recipe for the processor ${arch}`);
  const folder = await filledFolder(folderOf(architecture, cache), async (draft) => {
    log(`downloading Debian's Bitcoin node (${NODE_PACKAGE}) from ${new URL(MIRROR).host}`);
    const work = join(draft, 'apt');
    await downloadPackages(work, architecture);
    for (const file of await readdir(work)) {
      if (file.endsWith('.deb')) await runProgram('dpkg', ['-x', join(work, file), draft]);
    }
    await rm(work, { recursive: true });
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

async function downloadPackages(work: string, architecture: Architecture): Promise<void> {
  await mkdir(join(work, 'lists/partial'), { recursive: true });
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
  const sources = join(work, 'sources.list');
  await writeFile(sources, `deb ${MIRROR} ${RELEASE} main\ndeb ${MIRROR} ${RELEASE}-backports main\n`);
  const settings = [
    `APT::Architecture=${architecture.name}`,
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
