import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { filledFolder } from '../filled-folder.ts';
import { findOnPath } from '../run-as.ts';
import { type Architecture, architectureOf } from './architecture.ts';
import { hasDebianTools, RELEASE, unpackPackages } from './unpack-packages.ts';

/** Programs that development and tests run beside the product, by name: where their package keeps them. */
const PROGRAMS = {
  nginx: { package: 'nginx', path: 'usr/sbin/nginx' },
  openssl: { package: 'openssl', path: 'usr/bin/openssl' },
  'redis-server': { package: 'redis-server', path: 'usr/bin/redis-server' },
  shellcheck: { package: 'shellcheck', path: 'usr/bin/shellcheck' },
  promtool: { package: 'promtool', path: 'usr/bin/promtool' },
  amtool: { package: 'prometheus-alertmanager', path: 'usr/bin/amtool' },
  'systemd-analyze': { package: 'systemd', path: 'usr/bin/systemd-analyze' },
} as const;

export type ProgramName = keyof typeof PROGRAMS;

/** How to run a program. */
export interface Program {
  readonly command: string;
  /** Arguments that come before the program's own. */
  readonly args: readonly string[];
  /** Where it comes from, for people. */
  readonly origin: string;
  /** The root of its unpacked packages, where it came from them. */
  readonly folder?: string;
}

/** What provisioning needs of the world: replaced in tests. */
export interface ProvisionWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
  readonly arch: string;
  readonly log: (line: string) => void;
  readonly findOnPath: typeof findOnPath;
  readonly unpackPackages: typeof unpackPackages;
}

/**
 * How to run one of the programs on this machine: Debian's package, unpacked once into the cache folder with all that
 * it depends on, else the one on PATH. The package comes first because its version is known.
 * @throws Error that says what to install, where there is neither
 */
export async function provisionProgram(
  name: ProgramName,
  world: Partial<ProvisionWorld> = {},
): Promise<Program> {
  const { env, platform, arch, log, ...tools }: ProvisionWorld = {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    log: () => undefined,
    findOnPath,
    unpackPackages,
    ...world,
  };
  const recipe = PROGRAMS[name];
  const architecture = architectureOf(arch);
  let problem = 'there is no package for this machine';
  if (platform === 'linux' && architecture !== undefined && hasDebianTools(env.PATH, arch)) {
    const target = join(cacheFolder(env), `${recipe.package}-${RELEASE}-${architecture.name}`);
    try {
      await filledFolder(target, async (draft) => {
        log(`downloading Debian's ${recipe.package}`);
        await tools.unpackPackages(draft, architecture, {
          packages: [recipe.package],
          withDependencies: true,
        });
      });
      return programIn(target, architecture, name);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  const command = tools.findOnPath(name, env.PATH);
  if (command !== undefined) return { command, args: [], origin: command };
  throw new Error(`${name} is not on PATH and cannot be fetched (${problem}): install it.`);
}

/** Runs through the package's own loader and C library: nothing of the machine's own release is used. */
function programIn(folder: string, architecture: Architecture, name: ProgramName): Program {
  const libraries = join(folder, 'usr/lib', architecture.libraries);
  const paths = [libraries, join(libraries, 'systemd')].filter((path) => existsSync(path));
  return {
    command: join(libraries, architecture.loader),
    args: ['--library-path', paths.join(':'), join(folder, PROGRAMS[name].path)],
    origin: `Debian package ${PROGRAMS[name].package}/${RELEASE}`,
    folder,
  };
}
