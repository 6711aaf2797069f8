import type { Page } from 'playwright-core';

/** Tells the console of what the policy refused, with more than the browser's own words. */
const REPORT_VIOLATIONS = () => {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(`Policy violated: ${effectiveDirective} refused ${blockedURI} in ${sourceFile}`),
  );
};

export interface PageWatch {
  /** What a page of the product never does: errors, policy violations, requests to others. */
  readonly problems: readonly string[];
}

/**
 * Notes what goes wrong in a page.
 * @param origins where its requests may go
 * @param tolerated matches problems that the test provokes
 */
export async function watchPage(
  page: Page,
  origins: readonly string[],
  tolerated: readonly RegExp[],
): Promise<PageWatch> {
  const problems: string[] = [];
  const note = (problem: string) => {
    if (!tolerated.some((each) => each.test(problem))) problems.push(problem);
  };
  const noteRequest = (address: string) => {
    const { protocol, origin, host } = new URL(address);
    if (['data:', 'blob:', 'about:'].includes(protocol)) return;
    const allowed = origins.some((each) => each === origin || new URL(each).host === host);
    if (!allowed) note(`request to a third party: ${address}`);
  };
  await page.addInitScript(REPORT_VIOLATIONS);
  page.on('pageerror', (error) => note(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => note('the page crashed'));
  page.on('request', (request) => noteRequest(request.url()));
  page.on('websocket', (socket) => noteRequest(socket.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
  });
  return { problems };
}
