import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Architecture, architectureOf, unpackPackages } from '../stack/debian/index.ts';
import { filledFolder } from '../stack/filled-folder.ts';
import type { PostgresTools } from './tools.ts';

/** The major version that Debian's packages have, the one of the embedded server. */
export const DEBIAN_MAJOR = 18;
/** The release of Debian that has it. */
const RELEASE = 'forky';

/** Everything the programs link to, down to the C library. */
const PACKAGES = [
  `postgresql-client-${DEBIAN_MAJOR}`,
  'libc6',
  'libcom-err2',
  'libgcc-s1',
  'libgssapi-krb5-2',
  'libk5crypto3',
  'libkeyutils1',
  'libkrb5-3',
  'libkrb5support0',
  'libldap2',
  'liblz4-1',
  'libpq5',
  'libsasl2-2',
  'libssl3t64',
  'libxxhash0',
  'libzstd1',
  'zlib1g',
];

/** Debian's PostgreSQL programs that are in the cache folder already. */
export function cachedDebianTools(arch: string, cache: string): PostgresTools | undefined {
  const architecture = architectureOf(arch);
  if (architecture === undefined) return undefined;
  const folder = folderOf(architecture, cache);
  return existsSync(folder) ? toolsIn(architecture, folder) : undefined;
}

/** Unpacks Debian's PostgreSQL programs into the cache folder. */
export async function installDebianTools(
  arch: string,
  cache: string,
  log: (line: string) => void,
): Promise<PostgresTools> {
  const architecture = architectureOf(arch);
  if (architecture === undefined) throw new Error(`no recipe for the processor ${arch}`);
  const folder = await filledFolder(folderOf(architecture, cache), async (draft) => {
    log(`downloading PostgreSQL's programs (Debian package ${PACKAGES[0]})`);
    await unpackPackages(draft, architecture, {
      release: RELEASE,
      packages: PACKAGES,
      withDependencies: false,
    });
  });
  return toolsIn(architecture, folder);
}

function folderOf(architecture: Architecture, cache: string): string {
  return join(cache, `postgresql-client-${DEBIAN_MAJOR}-${architecture.name}`);
}

function toolsIn(architecture: Architecture, folder: string): PostgresTools {
  const libraries = join(folder, 'usr/lib', architecture.libraries);
  return {
    major: DEBIAN_MAJOR,
    origin: `Debian package ${PACKAGES[0]}`,
    commandOf: (name) => ({
      command: join(libraries, architecture.loader),
      args: ['--library-path', libraries, join(folder, `usr/lib/postgresql/${DEBIAN_MAJOR}/bin`, name)],
    }),
  };
}
