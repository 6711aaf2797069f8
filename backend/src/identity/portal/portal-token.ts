import { randomBytes } from 'node:crypto';

const PREFIXES = { link: 'cb_link_', session: 'cb_portal_' } as const;
const FORM = /^cb_(?:link|portal)_[\w-]{43}$/;

/** A new secret of 256 random bits, to be kept by its hash alone (`hashKeySecret`). */
export function newPortalSecret(of: keyof typeof PREFIXES): string {
  return `${PREFIXES[of]}${randomBytes(32).toString('base64url')}`;
}

/** Whether a text has the form of the secret of a link. */
export function isPortalLink(text: string): boolean {
  return text.startsWith(PREFIXES.link) && FORM.test(text);
}

/** Whether a bearer token has the form of that of a portal session. */
export function isPortalToken(text: string): boolean {
  return text.startsWith(PREFIXES.session) && FORM.test(text);
}
