import type { NextRequest } from 'next/server';
import { devWalletUrl } from '../../../settings/read-settings.ts';

/** What the development service has (ops/src/dev-wallet): nothing else is led on. */
const ROUTES: readonly string[] = ['GET coins', 'POST fund', 'POST broadcast', 'POST mine', 'POST reorg'];

type Context = { readonly params: Promise<{ readonly path: readonly string[] }> };

/** Leads the development wallet on to its chain. Where there is none, or the network is not regtest, nothing is here. */
async function leadOn(request: NextRequest, { params }: Context): Promise<Response> {
  const target = devWalletUrl();
  const path = (await params).path.join('/');
  if (target === undefined || !ROUTES.includes(`${request.method} ${path}`))
    return new Response(null, { status: 404 });
  if (request.method === 'POST' && !isOwnPage(request)) return new Response(null, { status: 403 });
  const answer = await fetch(`${target}/${path}${request.nextUrl.search}`, {
    method: request.method,
    cache: 'no-store',
    ...(request.method === 'POST' && {
      headers: { 'content-type': 'application/json' },
      body: await request.text(),
    }),
  }).catch(() => undefined);
  if (answer === undefined) return Response.json({ error: 'the chain does not answer' }, { status: 502 });
  return new Response(await answer.text(), {
    status: answer.status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

/** Browsers name the page that posts: another site must not mine blocks here. */
function isOwnPage({ headers }: NextRequest): boolean {
  const origin = headers.get('origin');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get('host');
}

export { leadOn as GET, leadOn as POST };
