export { axe } from './axe.ts';
export { expectNoSidewaysScrolling } from './layout.ts';
export { teaLogo } from './logo.ts';
export { type Look, THEMES, type Theme, VIEWPORT_NAMES, type Viewport } from './look.ts';
export { type OpenBrowser, type OpenBrowserOptions, openBrowser, type PageOptions } from './open-browser.ts';
export { type SignedIn, signInWithDevelopmentWallet } from './sign-in.ts';
export { useBrowser } from './use-browser.ts';
