import { afterAll, beforeAll, vi } from 'vitest';
import { type OpenBrowser, type OpenBrowserOptions, openBrowser } from './open-browser.ts';

/** The first file of a run builds the pages; a machine of two busy cores takes minutes for that. */
const START_MS = 600_000;
const TEST_MS = 180_000;

/**
 * For the top of a browser test file: opens the product and a browser before its tests and closes both after them.
 * Returns how the tests reach it.
 */
export function useBrowser(options: OpenBrowserOptions = {}): () => OpenBrowser {
  vi.setConfig({ testTimeout: TEST_MS, hookTimeout: START_MS });
  let opened: OpenBrowser | undefined;
  beforeAll(async () => {
    opened = await openBrowser(options);
  }, START_MS);
  afterAll(() => opened?.close(), START_MS);
  return () => {
    if (opened === undefined) throw new Error('the browser opens before the first test');
    return opened;
  };
}
