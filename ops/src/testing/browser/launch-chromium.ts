import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Chromium by itself is to be as quiet as the tests: it looks nothing up and goes nowhere. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  // Whatever a page asks for elsewhere is not found: no test depends on other machines.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** Starts a headless Chromium; whoever asked closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath } = await findChromium();
  return chromium.launch({ executablePath, args: FLAGS, timeout: 60_000 });
}
