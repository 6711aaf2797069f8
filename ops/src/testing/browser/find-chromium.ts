import { existsSync } from 'node:fs';
import { findOnPath } from '../../stack/run-as.ts';
import { installDebianChromium } from './debian-chromium.ts';

/** A Chromium that can be run. */
export interface Chromium {
  readonly executablePath: string;
  /** Where it comes from, for people. */
  readonly origin: string;
}

/** What finding needs of the world: replaced in tests. */
export interface ChromiumWorld {
  readonly env: NodeJS.ProcessEnv;
  /** Where Playwright would have put its own. */
  readonly playwrightPath: () => string;
  readonly installDebianPackage: () => Promise<string>;
}

/** Names of Chromium and its kin as packages install them. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * A Chromium for tests and measurements: CHROMIUM_PATH, else PATH, else the one that `npx playwright install chromium`
 * has put there, else Debian's package, unpacked once into the cache folder without any rights.
 * @throws Error that says what to install, where there is none
 */
export async function findChromium(world: Partial<ChromiumWorld> = {}): Promise<Chromium> {
  const { env = process.env } = world;
  const given = env.CHROMIUM_PATH?.trim();
  if (given) {
    if (existsSync(given)) return { executablePath: given, origin: 'CHROMIUM_PATH' };
    throw new Error(`CHROMIUM_PATH is ${given}, where there is no file.`);
  }
  for (const program of PROGRAMS) {
    const found = findOnPath(program, env.PATH);
    if (found !== undefined) return { executablePath: found, origin: found };
  }
  const playwrights = await playwrightPath(world);
  if (existsSync(playwrights)) return { executablePath: playwrights, origin: 'Playwright' };
  try {
    const install = world.installDebianPackage ?? (() => installDebianChromium(env));
    return { executablePath: await install(), origin: 'Debian package chromium' };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `There is no Chromium, and Debian's package cannot be fetched (${reason}). Install it (apt-get install chromium, ` +
        'or npx playwright install chromium), or set CHROMIUM_PATH.',
      { cause },
    );
  }
}

async function playwrightPath(world: Partial<ChromiumWorld>): Promise<string> {
  if (world.playwrightPath !== undefined) return world.playwrightPath();
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}
