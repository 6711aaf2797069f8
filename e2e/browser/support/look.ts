import type { BrowserContextOptions } from 'playwright-core';

/** Windows that pages are looked at in. `narrow` is the narrowest that every page has to fit. */
const VIEWPORTS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
} as const;

export type Viewport = keyof typeof VIEWPORTS;
export type Theme = 'light' | 'dark';

/** How somebody looks at a page. */
export interface Look {
  readonly viewport: Viewport;
  readonly theme: Theme;
}

export const VIEWPORT_NAMES = Object.keys(VIEWPORTS) as readonly Viewport[];
export const THEMES: readonly Theme[] = ['light', 'dark'];

/** The look as settings of a browser window; the theme itself is chosen by a cookie. */
export function contextOptions({ viewport, theme }: Look): BrowserContextOptions {
  const touch = viewport !== 'desktop';
  return {
    viewport: VIEWPORTS[viewport],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    isMobile: touch,
    hasTouch: touch,
  };
}
