import type { Page, Request } from 'playwright-core';

/** Tells the console of what the policy refused, with more than the browser's own words. */
const REPORT_VIOLATIONS = () => {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(`Policy violated: ${effectiveDirective} refused ${blockedURI} in ${sourceFile}`),
  );
};

export interface PageWatch {
  /** What a page of the product never does: errors, policy violations, requests to others. */
  readonly problems: readonly string[];
  /** Requests that have not been answered yet, each with how it was asked. */
  readonly unanswered: () => readonly string[];
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
  page.on('pageerror', (error) => note(`uncaught: ${error.stack || `${error.name}: ${error.message}`}`));
  page.on('crash', () => note('the page crashed'));
  const unanswered = new Set<Request>();
  page.on('request', (request) => {
    noteRequest(request.url());
    unanswered.add(request);
  });
  page.on('requestfinished', (request) => unanswered.delete(request));
  page.on('requestfailed', (request) => unanswered.delete(request));
  page.on('websocket', (socket) => noteRequest(socket.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
  });
  return {
    problems,
    unanswered: () =>
      [...unanswered].map((request) =>
        `${request.method()} ${request.url()} ${request.postData() ?? ''}`.slice(0, 200),
      ),
  };
}

const LONGEST_SNAPSHOT = 4_000;

/** What somebody would want to see of a page whose test failed: where it is, what it shows and what it waits for. */
export async function tellOfPage(page: Page, { unanswered }: PageWatch): Promise<void> {
  if (page.isClosed()) return;
  const shown = await page
    .locator('body')
    .ariaSnapshot({ timeout: 5_000 })
    .catch((error: Error) => error.message);
  console.error([page.url(), shown.slice(0, LONGEST_SNAPSHOT), 'unanswered:', ...unanswered()].join('\n'));
}
