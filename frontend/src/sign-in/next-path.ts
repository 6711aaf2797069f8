const HERE = 'https://here.invalid';
const HOME = '/merchants';

/**
 * Where somebody goes on after signing in: pages of ours alone, never an address that a link brought along. The text is
 * read as browsers do, who pass over tabs and take `\` for `/`: what begins with a slash may still lead elsewhere.
 */
export function nextPath(next: string | null): string {
  if (!next?.startsWith('/') || !URL.canParse(next, HERE)) return HOME;
  const { origin, pathname, search, hash } = new URL(next, HERE);
  return origin === HERE && !pathname.startsWith('//') ? pathname + search + hash : HOME;
}
