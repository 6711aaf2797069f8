import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Fails when the page is wider than the window, and names what stands out. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  const wide = await page.evaluate((limit) => {
    if (document.documentElement.scrollWidth <= limit) return [];
    const out = Array.from(document.body.querySelectorAll('*')).filter(
      (element) => element.getBoundingClientRect().right > limit + 0.5,
    );
    return [
      `the page is ${document.documentElement.scrollWidth} px wide`,
      ...out.slice(0, 10).map((element) => element.outerHTML.slice(0, 120)),
    ];
  }, width);
  expect(wide, `${page.url()} at ${width} px`).toEqual([]);
}
