import axeCore from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The success criteria of WCAG 2.2 at levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/**
 * Fails when axe finds something on the page that WCAG 2.2 A or AA forbids.
 * @param within a selector, where the rest of the page is not meant (default: the whole page)
 */
export async function axe(page: Page, within = 'html'): Promise<void> {
  // Evaluated through the debugger: the page's policy refuses scripts that are put into it.
  await page.evaluate(axeCore.source);
  const violations = await page.evaluate(
    async ({ rules, selector }) => {
      const { axe: loaded } = window as unknown as { axe: typeof axeCore };
      const found = await loaded.run(selector, {
        runOnly: { type: 'tag', values: rules },
        resultTypes: ['violations'],
      });
      return found.violations.map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        nodes: nodes.map(({ target, failureSummary }) => ({ target: target.join(' '), failureSummary })),
      }));
    },
    { rules: RULES, selector: within },
  );
  const list = violations.map(({ id, impact, help, nodes }) =>
    [
      `${id} (${impact}): ${help}`,
      ...nodes.map((node) => `  ${node.target}\n    ${node.failureSummary?.replaceAll('\n', '\n    ')}`),
    ].join('\n'),
  );
  expect(list.join('\n\n'), `axe on ${page.url()}`).toBe('');
}
