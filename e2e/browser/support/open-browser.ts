import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, type StackOptions, startStack } from '@charmbills/ops/stack';
import { createTestDatabase } from '@charmbills/ops/testing';
import { launchChromium } from '@charmbills/ops/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { DevWallet } from '../../../ops/src/demo/wallet.ts';
import { contextOptions, type Look } from './look.ts';
import { takeScreenshot } from './screenshot.ts';
import { type SignedIn, signInBehindThePage } from './sign-in.ts';
import { tellOfPage, watchPage } from './watch-page.ts';

/** How long a page may take on a busy machine, in milliseconds. */
const PATIENCE_MS = 30_000;

export interface PageOptions extends Partial<Look> {
  /** Problems that the test provokes, such as the failed request of a page that is offline. */
  readonly tolerate?: readonly RegExp[];
  /** Holds the page's clock at an instant, for screenshots that show one. */
  readonly now?: Date;
}

/** The whole product on free ports, and a browser to look at it with. */
export interface OpenBrowser {
  readonly stack: Stack;
  /** Where the pages are. */
  readonly url: string;
  /**
   * A page in a window of its own, which knows nothing of others; addresses in `goto` may begin with a slash. When the
   * test ends the page is closed, and the test fails if the page had uncaught errors, wrote errors to the console,
   * violated its policy, or asked anybody but the product for anything.
   */
  newPage(options?: PageOptions): Promise<Page>;
  /** Writes, or looks for, docs/screenshots/<name>-<viewport>-<theme>.png. */
  screenshot(page: Page, name: string): Promise<void>;
  /** Signs in with a wallet of the test (default: a new one): pages that are opened from then on know the person. */
  signIn(page: Page, wallet?: DevWallet): Promise<SignedIn>;
  close(): Promise<void>;
}

export type OpenBrowserOptions = Pick<StackOptions, 'demoData' | 'blockIntervalSeconds'> & {
  /** Further settings of the stack. */
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Starts the product as `npm start` does, on free ports and with a database of its own, and a Chromium. Blocks are mined
 * by the test (`stack.mine`) unless an interval is given. See `useBrowser`, which closes it too.
 */
export async function openBrowser(options: OpenBrowserOptions = {}): Promise<OpenBrowser> {
  const { env, ...stackOptions } = options;
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'charmbills-browser-'));
  let stack: Stack | undefined;
  let browser: Browser | undefined;
  const looks = new WeakMap<Page, Look>();
  const close = async () => {
    await browser?.close();
    await stack?.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { PATH, HOME, XDG_CACHE_HOME, BITCOIND } = process.env;
    stack = await startStack({
      dataDir,
      ports: 'free',
      frontend: true,
      blockIntervalSeconds: 0,
      ...stackOptions,
      env: { PATH, HOME, XDG_CACHE_HOME, BITCOIND, ...LIMITS, ...env, DATABASE_URL: database.url },
    });
    browser = await launchChromium();
  } catch (error) {
    await close();
    throw error;
  }
  const { frontendUrl: url = '', graphqlUrl } = stack;
  const origins = [url, graphqlUrl].map((address) => new URL(address).origin);
  const opened = browser;

  return {
    stack,
    url,
    close,
    async newPage({ viewport = 'desktop', theme = 'light', tolerate = [], now } = {}) {
      const context = await opened.newContext({ ...contextOptions({ viewport, theme }), baseURL: url });
      context.setDefaultTimeout(PATIENCE_MS);
      await context.addCookies([{ name: 'theme', value: theme, url }]);
      const page = await context.newPage();
      if (now !== undefined) await page.clock.setFixedTime(now);
      const watch = await watchPage(page, origins, tolerate);
      looks.set(page, { viewport, theme });
      onTestFinished(async ({ task }) => {
        if (task.result?.state === 'fail') await tellOfPage(page, watch);
        await context.close();
        expect(watch.problems, 'what went wrong in the page').toEqual([]);
      });
      return page;
    },
    async screenshot(page, name) {
      const look = looks.get(page);
      if (look === undefined) throw new Error('the page is not one of this browser');
      await takeScreenshot(page, look, name);
    },
    signIn: (page, wallet) => signInBehindThePage(page, graphqlUrl, wallet),
  };
}

/** Tests come from one address, faster than people do. */
const LIMITS = { RATE_LIMIT_PER_MINUTE: '100000', SIGN_IN_LIMIT_PER_MINUTE: '10000' };
