import { SERVER_LOCALE } from '../strings/server-locale.ts';

const format = new Intl.DateTimeFormat(SERVER_LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });

/** A day, in UTC: the same on the server as in every browser. */
export function Day({ iso }: { readonly iso: string }) {
  return <time dateTime={iso}>{format.format(new Date(iso))}</time>;
}
