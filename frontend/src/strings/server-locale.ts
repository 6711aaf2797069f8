import type { Locale } from './locale.tsx';

/** The language that pages are drawn in on the server. */
export const SERVER_LOCALE: Locale = 'en';
