const REMOVED = '[redacted]';

/**
 * What must not stand in a log, by its looks: e-mail addresses, tokens of sessions, API keys and portals, webhook
 * secrets, PSBTs in base64 and hex, extended private keys, and passwords within URLs. Quotes and backslashes end each,
 * so that a line of JSON stays one.
 */
const PATTERNS = [
  // Before e-mail addresses, which `password@host` looks like.
  String.raw`(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"\\]{0,100}:)[^\s/@"\\]+(?=@)`,
  // user@host, with the host in labels of bounded length.
  String.raw`[\w.+-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.)+[a-zA-Z]{2,24}`,
  // JSON Web Tokens.
  String.raw`eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}`,
  String.raw`\bcb_[\w-]{12,}`,
  String.raw`\bwhsec_[\w+/=-]{8,}`,
  String.raw`cHNidP8[\w+/=-]{8,}`,
  String.raw`\b70736274ff[0-9a-fA-F]{16,}`,
  String.raw`\b[xtuvyz]prv[1-9A-HJ-NP-Za-km-z]{20,}`,
  String.raw`(?<=\b[Bb]earer )[^\s"\\]+`,
];
const SECRET = new RegExp(PATTERNS.join('|'), 'g');
/** Most lines hold none of these, which is faster to find out. */
const HINT = /@|eyJ|cb_|whsec_|cHNidP8|70736274ff|prv|earer /;

/** The text without what must not be kept of it, whatever field or message it stands in. */
export function scrubText(text: string): string {
  return HINT.test(text) ? text.replace(SECRET, REMOVED) : text;
}
