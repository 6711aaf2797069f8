interface PolicyFacts {
  readonly nonce: string;
  readonly apiUrl: string;
  readonly sentryDsn: string | undefined;
  /** React's development build evaluates text to show where errors come from. */
  readonly development: boolean;
}

/** The Content-Security-Policy (CSP level 3) of a page: nothing from elsewhere, no scripts but those with the nonce. */
export function contentSecurityPolicy({ nonce, apiUrl, sentryDsn, development }: PolicyFacts): string {
  const api = new URL(apiUrl);
  const live = `${api.protocol === 'https:' ? 'wss' : 'ws'}://${api.host}`;
  const reports = sentryDsn === undefined ? [] : [new URL(sentryDsn).origin];
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : " 'wasm-unsafe-eval'"}`,
    // Positions of popups and sizes of charts are style attributes; no style can run anything.
    "style-src 'self' 'unsafe-inline'",
    // Logos of merchants come from the API.
    `img-src 'self' data: blob: ${api.origin}`,
    "font-src 'self'",
    `connect-src ${["'self'", api.origin, live, ...reports].join(' ')}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
