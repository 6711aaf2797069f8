import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './security/content-security-policy.ts';
import { readSettings } from './settings/read-settings.ts';

/**
 * Gives every page a content security policy of its own: scripts run by a number used once, never because they stand in
 * the page. Next.js reads the number from the request's header and puts it on its own scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy({
    ...readSettings(),
    nonce,
    development: process.env.NODE_ENV === 'development',
  });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  return response;
}

export const config = {
  // Files need no policy: they are no pages.
  matcher: [{ source: '/((?!_next/static|_next/image|icon.svg|robots.txt).*)' }],
};
