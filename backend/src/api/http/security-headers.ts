import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a page of this route may load; nothing unless it says so. */
    contentSecurityPolicy?: string;
  }
}

const HEADERS = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  // Off: the filter of old browsers could be used against a page.
  'x-xss-protection': '0',
} as const;

/**
 * Sends the security headers with every answer. They are constants: a middleware that works them out anew and sets them
 * one by one costs more than reading a token does.
 */
export function registerSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(HEADERS);
    const { contentSecurityPolicy } = request.routeOptions.config;
    if (contentSecurityPolicy) reply.header('content-security-policy', contentSecurityPolicy);
    done();
  });
}
