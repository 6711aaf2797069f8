import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from '../run-as.ts';
import { runProgram } from '../run-program.ts';
import { type Architecture, architectureOf } from './architecture.ts';

const MIRROR = 'http://deb.debian.org/debian';

/** The release of Debian that everything comes from, whatever the machine itself runs. */
export const RELEASE = 'trixie';

export interface PackageChoice {
  readonly packages: readonly string[];
  /** Another release than that, for what it does not have yet. */
  readonly release?: string;
  /** Whether apt adds what the packages depend on; otherwise they are all there is. */
  readonly withDependencies: boolean;
}

/** True where apt and dpkg are there to fetch and unpack with, for a processor that is known here. */
export function hasDebianTools(path: string | undefined, arch: string): boolean {
  const programs = ['apt-get', 'dpkg'];
  return (
    architectureOf(arch) !== undefined && programs.every((program) => findOnPath(program, path) !== undefined)
  );
}

/**
 * Downloads Debian packages and unpacks them into a folder. Needs no rights and changes nothing on the system: apt
 * gets a sources list and folders of its own and still checks Debian's signatures; the packages are unpacked, not
 * installed.
 * @throws Error when Debian cannot be reached or does not know a package
 */
export async function unpackPackages(
  folder: string,
  architecture: Architecture,
  choice: PackageChoice,
): Promise<void> {
  const work = join(folder, 'apt');
  const archives = join(work, 'cache/archives');
  await mkdir(join(work, 'lists/partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  const sources = join(work, 'sources.list');
  const suites = choice.release === undefined ? [RELEASE, `${RELEASE}-backports`] : [choice.release];
  await writeFile(sources, suites.map((suite) => `deb ${MIRROR} ${suite} main\n`).join(''));
  const apt = async (command: readonly string[], cwd: string, timeoutMs: number) =>
    runProgram('apt-get', ['-qq', ...aptSettings(work, architecture, sources), ...command], {
      cwd,
      timeoutMs,
    });
  await apt(['update'], work, 120_000);
  const fetch = choice.withDependencies
    ? ['install', '--yes', '--download-only', '--no-install-recommends']
    : ['download'];
  await apt([...fetch, ...choice.packages], archives, 300_000);
  for (const file of await readdir(archives)) {
    if (file.endsWith('.deb')) await runProgram('dpkg', ['-x', join(archives, file), folder]);
  }
  await rm(work, { recursive: true });
}

function aptSettings(work: string, architecture: Architecture, sources: string): string[] {
  return [
    `APT::Architecture=${architecture.name}`,
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    // Nothing counts as installed, so that dependencies come whole.
    'Dir::State::status=/dev/null',
    'Debug::NoLocking=true',
    // Files in this folder need not be readable for apt's own user.
    'APT::Sandbox::User=root',
    'APT::Update::Error-Mode=any',
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=10',
  ].flatMap((setting) => ['-o', setting]);
}
