import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, graphql, post } from '../support/graphql.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let development: TestApi;
let production: TestApi;
beforeAll(async () => {
  [development, production] = await Promise.all([
    startTestApi(),
    startTestApi({ env: { NODE_ENV: 'production', TRUST_PROXY: 'true' } }),
  ]);
});
afterAll(() => Promise.all([development.stop(), production.stop()]));

test('health says that the process answers, ready that it reaches its database', async () => {
  const health = await fetch(`${production.url}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toEqual({
    status: 'ok',
    checks: [],
    version: '0.0.0-test',
    uptimeSeconds: expect.any(Number),
  });
  const ready = await fetch(`${production.url}/ready`);
  expect(ready.status).toBe(200);
  const { status, checks } = await ready.json();
  expect(status).toBe('ok');
  expect(checks).toContainEqual(expect.objectContaining({ name: 'database.answers', status: 'ok' }));
});

test('an unknown page is not found, in the shape of every error', async () => {
  const answer = await fetch(`${production.url}/nowhere?token=secret`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({
    error: {
      code: 'NOT_FOUND',
      retryable: false,
      message: 'There is no page /nowhere.',
      facts: { kind: 'page', id: '/nowhere' },
    },
  });
});

test('every answer carries a request id, and the security headers', async () => {
  const given = await graphql(production.graphqlUrl, '{ __typename }', {
    headers: { 'x-request-id': 'my-request-1' },
  });
  expect(given.headers.get('x-request-id')).toBe('my-request-1');
  const { headers } = await fetch(`${production.url}/health`);
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(given.headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toContain('max-age=');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('pages of the configured origins may read answers, others may not', async () => {
  const preflight = (origin: string) =>
    fetch(production.graphqlUrl, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const allowed = await preflight('http://localhost:3000');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  const foreign = await preflight('https://elsewhere.example');
  expect(foreign.headers.get('access-control-allow-origin')).not.toBe('https://elsewhere.example');
});

test('in development there is a page to try the API with, which loads nothing from elsewhere', async () => {
  const page = await fetch(development.graphqlUrl);
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
  expect(loaded.filter((url) => url.startsWith('http') || url.startsWith('//'))).toEqual([]);
  for (const path of loaded.filter((url) => url.startsWith('/'))) {
    expect((await fetch(development.url + path)).status).toBe(200);
  }
  const schema = await (await fetch(`${development.graphqlUrl}/schema.graphql`)).text();
  expect(schema).toContain('signInChallenge(');
});

test('in production there is neither that page nor introspection', async () => {
  for (const path of ['', '/sandbox.js', '/schema.graphql']) {
    expect((await fetch(production.graphqlUrl + path)).status).toBe(404);
  }
  const introspection = getIntrospectionQuery();
  expect((await graphql(development.graphqlUrl, introspection)).status).toBe(200);
  const answer = await graphql(production.graphqlUrl, introspection);
  expect(codeOf(answer)).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('the sign-in message names the configured domain, not what the request says of itself', async () => {
  const query =
    'mutation { signInChallenge(address: "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080") { message } }';
  const answer = await graphql(production.graphqlUrl, query, {
    headers: { 'x-forwarded-host': 'evil.example' },
  });
  expect(answer.text).toContain('Domain: localhost:3002');
});

test('GraphQL is only answered to POST', async () => {
  const url = `${production.graphqlUrl}?query=${encodeURIComponent('{ __typename }')}`;
  expect((await fetch(url)).status).toBe(404);
  expect((await post(production.graphqlUrl, '{"query":"{ __typename }"}')).data).toEqual({
    __typename: 'Query',
  });
});
