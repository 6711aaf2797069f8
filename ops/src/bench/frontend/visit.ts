import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Route } from './routes.ts';

/** What one visit of one page cost. */
export interface Visit {
  /** Bytes on the wire, with headers, of the scripts that were asked for until the page had loaded. */
  readonly scriptBytes: number;
  /** The same of all scripts, those included that came later or with the click. */
  readonly allScriptBytes: number;
  /** Largest contentful paint, milliseconds after the navigation began. */
  readonly lcpMs: number;
  /** What was painted, each larger than the one before, with its time in milliseconds. */
  readonly painted: readonly string[];
  /** Cumulative layout shift: the sum of all shifts that no input caused. */
  readonly cls: number;
  /** What was moved, most of all first, for whoever wants it to stay. */
  readonly shifted: readonly string[];
  /** From a click on the page's control to the next paint, milliseconds in steps of eight. */
  readonly interactionMs: number;
}

/** As the developer tools have it: a phone on a good mobile network. */
const FAST_4G = {
  offline: false,
  latency: 165,
  downloadThroughput: (9_000_000 * 0.9) / 8,
  uploadThroughput: (1_500_000 * 0.9) / 8,
};
const CPU_SLOWDOWN = 4;
const PATIENCE_MS = 60_000;
const VIEWPORT = { width: 390, height: 844 };

interface Timings {
  lcp: number;
  paints: string[];
  cls: number;
  shifts: { value: number; moved: string }[];
  interaction: number | undefined;
}

/** As the browser reports it; TypeScript has no words for it yet. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

interface LargestContentfulPaint extends PerformanceEntry {
  readonly element: Element | null;
}

/** Writes down what the browser reports of a page. Runs in the page. */
const OBSERVE = () => {
  const timings: Timings = { lcp: 0, paints: [], cls: 0, shifts: [], interaction: undefined };
  Object.assign(window, { benchTimings: timings });
  const observe = (type: string, options: object, seen: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(seen)).observe({
      type,
      buffered: true,
      ...options,
    });
  observe('largest-contentful-paint', {}, (entry) => {
    const { startTime, element } = entry as LargestContentfulPaint;
    timings.lcp = startTime;
    timings.paints.push(
      `${Math.round(startTime)} ms ${element?.outerHTML.slice(0, 120) ?? 'something that is gone'}`,
    );
  });
  observe('layout-shift', {}, (entry) => {
    const { value, hadRecentInput, sources } = entry as LayoutShift;
    if (hadRecentInput) return;
    timings.cls += value;
    const [source] = sources;
    const node = source?.node instanceof Element ? source.node : source?.node?.parentElement;
    timings.shifts.push({ value, moved: node?.outerHTML.slice(0, 120) ?? 'something that is gone' });
  });
  observe('event', { durationThreshold: 16 }, (entry) => {
    const { duration, interactionId } = entry as PerformanceEntry & { interactionId: number };
    if (interactionId > 0) timings.interaction = Math.max(timings.interaction ?? 0, duration);
  });
};

/** The shortest that the browser reports; a click without a report was faster. */
const FASTEST_MS = 16;

/**
 * Visits a page as somebody does for the first time: nothing cached, slowed down, one click.
 * @returns undefined when there is no such page
 */
export async function visit(
  browser: Browser,
  address: string,
  options: { readonly storedSession?: string; readonly control?: Route['control'] } = {},
): Promise<Visit | undefined> {
  const context = await browser.newContext({ viewport: VIEWPORT, isMobile: true, hasTouch: true });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const page = await context.newPage();
    if (options.storedSession !== undefined) {
      await page.addInitScript(
        (text) => localStorage.setItem('charmbills.session', text),
        options.storedSession,
      );
    }
    // The compiler of scripts gives functions their names by this helper, which pages do not have.
    await page.addInitScript('globalThis.__name ??= (named) => named');
    await page.addInitScript(OBSERVE);
    const session = await context.newCDPSession(page);
    const scripts = await watchScripts(session);
    await session.send('Network.emulateNetworkConditions', FAST_4G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });

    const response = await page.goto(address, { waitUntil: 'load' });
    if (response?.status() === 404) return undefined;
    await page.waitForLoadState('networkidle');
    await painted(page);
    const before = await timingsOf(page);
    await click(page, options.control);
    const { interaction } = await timingsOf(page);
    await page.waitForLoadState('networkidle');
    return {
      scriptBytes: scripts.untilLoaded(),
      allScriptBytes: scripts.all(),
      lcpMs: before.lcp,
      painted: before.paints,
      cls: before.cls,
      shifted: before.shifts
        .sort((a, b) => b.value - a.value)
        .map(({ value, moved }) => `${value.toFixed(4)} ${moved}`),
      interactionMs: interaction ?? FASTEST_MS,
    };
  } finally {
    await context.close();
  }
}

/** Clicks, and waits until the browser has reported what it had to. */
async function click(page: Page, control: Route['control']): Promise<void> {
  const target = control?.(page) ?? page.locator('button:visible:not([disabled])');
  await target.first().click();
  await painted(page);
  await painted(page);
}

/** Until the next frame is on the screen and the observers have heard of it. */
function painted(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)));
      }),
  );
}

function timingsOf(page: Page): Promise<Timings> {
  return page.evaluate(() => {
    const { benchTimings } = window as unknown as { benchTimings: Timings };
    return { ...benchTimings };
  });
}

/** Counts the bytes of scripts on the wire. */
async function watchScripts(session: CDPSession) {
  const scripts = new Map<string, { askedAt: number; bytes: number }>();
  let loadedAt = Number.POSITIVE_INFINITY;
  session.on('Network.requestWillBeSent', ({ requestId, type, timestamp }) => {
    if (type === 'Script') scripts.set(requestId, { askedAt: timestamp, bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script !== undefined) script.bytes = encodedDataLength;
  });
  session.on('Page.loadEventFired', ({ timestamp }) => {
    loadedAt = timestamp;
  });
  await session.send('Network.enable');
  await session.send('Page.enable');
  const sum = (until: number) =>
    [...scripts.values()].reduce((total, { askedAt, bytes }) => total + (askedAt <= until ? bytes : 0), 0);
  return { untilLoaded: () => sum(loadedAt), all: () => sum(Number.POSITIVE_INFINITY) };
}
