import { rm } from 'node:fs/promises';
import { cacheFolder } from '../cache-folder.ts';
import { hasDebianTools } from '../debian/index.ts';
import { reasonOf, StackError } from '../errors.ts';
import { findOnPath } from '../run-as.ts';
import { cachedCoreRelease, installCoreRelease } from './core-release.ts';
import { cachedDebianPackages, installDebianPackages } from './debian-packages.ts';
import { type NodeCommand, OLDEST_VERSION, versionOf } from './node-command.ts';
import { coreReleaseFor } from './releases.ts';

/** What provisioning needs of the world: replaced in tests. */
export interface ProvisionTools {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
  readonly arch: string;
  readonly log: (line: string) => void;
  readonly findOnPath: typeof findOnPath;
  readonly hasDebianTools: typeof hasDebianTools;
  readonly versionOf: typeof versionOf;
  readonly cachedCoreRelease: typeof cachedCoreRelease;
  readonly installCoreRelease: typeof installCoreRelease;
  readonly cachedDebianPackages: typeof cachedDebianPackages;
  readonly installDebianPackages: typeof installDebianPackages;
}

const REMEDY =
  'Install Bitcoin Core 30 or newer and put bitcoind on PATH (or name it in BITCOIND), or set RPC_URL, RPC_USER and RPC_PASSWORD to a regtest node that runs already.';

const SYSTEM: ProvisionTools = {
  env: process.env,
  platform: process.platform,
  arch: process.arch,
  log: () => undefined,
  findOnPath,
  hasDebianTools,
  versionOf,
  cachedCoreRelease,
  installCoreRelease,
  cachedDebianPackages,
  installDebianPackages,
};

/**
 * Finds or fetches a Bitcoin node: BITCOIND, then PATH, then what an earlier start fetched, then the official
 * release, then Debian's packages. A step that fails says why and the next one is tried; BITCOIND alone is
 * taken at its word.
 * @throws StackError BITCOIND_UNAVAILABLE naming what was tried.
 */
export async function provisionBitcoind(overrides: Partial<ProvisionTools> = {}): Promise<NodeCommand> {
  const tools = { ...SYSTEM, ...overrides };
  const { env, log } = tools;

  const named = env.BITCOIND;
  if (named !== undefined && named !== '') {
    try {
      return await checked(tools, { command: named, args: [], origin: 'BITCOIND' });
    } catch (error) {
      const problem = `BITCOIND names ${named}, which cannot be used: ${reasonOf(error)}.`;
      throw new StackError('BITCOIND_UNAVAILABLE', problem, REMEDY, error);
    }
  }

  const failures: string[] = [];
  for (const [name, find] of candidates(tools)) {
    try {
      const node = await find();
      if (node !== undefined) return await checked(tools, node);
    } catch (error) {
      failures.push(`${name}: ${reasonOf(error)}`);
      log(`${name} cannot be used (${reasonOf(error)})`);
    }
  }
  const tried = failures.length === 0 ? '' : ` (${failures.join('; ')})`;
  throw new StackError('BITCOIND_UNAVAILABLE', `No Bitcoin node could be found or fetched${tried}.`, REMEDY);
}

type Candidate = readonly [name: string, find: () => Promise<NodeCommand | undefined>];

function candidates(tools: ProvisionTools): readonly Candidate[] {
  const { env, arch, platform, log } = tools;
  const cache = cacheFolder(env);
  const release = coreReleaseFor(platform, arch);
  const debian = platform === 'linux' && tools.hasDebianTools(env.PATH, arch);
  return [
    [
      'bitcoind on PATH',
      async () => {
        const command = tools.findOnPath('bitcoind', env.PATH);
        return command === undefined ? undefined : { command, args: [], origin: command };
      },
    ],
    ['the cached official release', async () => release && tools.cachedCoreRelease(release, cache)],
    ['the cached Debian package', async () => (debian ? tools.cachedDebianPackages(arch, cache) : undefined)],
    ['the official release', async () => release && tools.installCoreRelease(release, cache, log)],
    ["Debian's package", async () => (debian ? tools.installDebianPackages(arch, cache, log) : undefined)],
  ];
}

/** Runs it once. A fetched one that does not run is thrown away, so that the next step fetches it anew. */
async function checked(tools: ProvisionTools, node: NodeCommand): Promise<NodeCommand> {
  try {
    const { text, major } = await tools.versionOf(node);
    if (major < OLDEST_VERSION) throw new Error(`${text} is older than ${OLDEST_VERSION}`);
    return { ...node, origin: `${text}, ${node.origin}` };
  } catch (error) {
    if (node.folder !== undefined) await rm(node.folder, { recursive: true, force: true });
    throw error;
  }
}
