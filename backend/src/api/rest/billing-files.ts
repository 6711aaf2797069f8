import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type BillingServices,
  EXPORT_KINDS,
  exportRows,
  REPORT_KINDS,
  reportCsv,
  showCreditNotePdf,
  showInvoicePdf,
  showLinkedPdf,
} from '../../billing/index.ts';
import { authenticate, bearerToken, type GraphQLContext } from '../../identity/index.ts';
import { createContext } from '../context.ts';

/** What a merchant's lists are opened to keys by. */
const AREA = {
  invoices: 'invoices',
  payments: 'invoices',
  customers: 'customers',
  subscriptions: 'subscriptions',
} as const;

/** Lists as CSV, and invoices, receipts and credit notes as PDF: for sessions and API keys. */
export function registerBillingFiles(app: FastifyInstance, services: BillingServices): void {
  for (const kind of EXPORT_KINDS) {
    app.get<{ Params: { merchantId: string } }>(
      `/api/merchants/:merchantId/${kind}.csv`,
      async (request, reply) => {
        const context = await contextOf(services, request);
        const scope = await context.requireMerchant(request.params.merchantId, 'viewer', AREA[kind]);
        return answer(reply, 'text/csv; charset=utf-8; header=present', `${kind}.csv`).send(
          Readable.from(exportRows(context.reads, scope, kind), { objectMode: false }),
        );
      },
    );
  }
  for (const kind of REPORT_KINDS) {
    app.get<{ Params: { merchantId: string }; Querystring: { from?: string; to?: string } }>(
      `/api/merchants/:merchantId/reports/${kind}.csv`,
      async (request, reply) => {
        const { params, query } = request;
        const context = await contextOf(services, request);
        const scope = await context.requireMerchant(params.merchantId, 'viewer', 'reports');
        const days = { from: String(query.from ?? ''), to: String(query.to ?? '') };
        const csv = await reportCsv(context, scope, kind, days);
        return answer(reply, 'text/csv; charset=utf-8; header=present', `${kind}.csv`).send(csv);
      },
    );
  }
  for (const [path, kind] of [
    ['/api/invoices/:id.pdf', 'invoice'],
    ['/api/invoices/:id/receipt.pdf', 'receipt'],
  ] as const) {
    app.get<{ Params: { id: string } }>(path, async (request, reply) => {
      const { id } = request.params;
      const caller = (await contextOf(services, request)).requireCaller();
      const pdf = await showInvoicePdf(services, caller, id, kind);
      return answer(reply, 'application/pdf', `${kind}-${id}.pdf`).send(pdf);
    });
  }
  app.get<{ Params: { id: string } }>('/api/credit-notes/:id.pdf', async (request, reply) => {
    const { id } = request.params;
    const caller = (await contextOf(services, request)).requireCaller();
    const pdf = await showCreditNotePdf(services, caller, id);
    return answer(reply, 'application/pdf', `credit-note-${id}.pdf`).send(pdf);
  });
  registerLinkedDocuments(app, services);
}

/** What links lead to that were handed out: they are the right themselves, and open in the browser. */
function registerLinkedDocuments(app: FastifyInstance, services: BillingServices): void {
  app.get<{
    Params: { kind: string; id: string };
    Querystring: { expires?: unknown; signature?: unknown };
  }>('/api/documents/:kind/:id.pdf', async ({ params: { kind, id }, query }, reply) => {
    const link = { kind, id, expires: String(query.expires ?? ''), signature: String(query.signature ?? '') };
    const pdf = await showLinkedPdf(services, link);
    return answer(reply, 'application/pdf', `${kind}-${id}.pdf`, 'inline').send(pdf);
  });
}

async function contextOf(
  services: BillingServices,
  request: FastifyRequest,
): Promise<GraphQLContext<BillingServices>> {
  const token = bearerToken(request.headers.authorization);
  return createContext(services, {
    signedIn: token === undefined ? undefined : await authenticate(services, token),
    requestId: request.id,
    logger: services.logger,
    ip: request.ip,
  });
}

/** Kept by nobody on the way. */
function answer(
  reply: FastifyReply,
  type: string,
  fileName: string,
  disposition: 'attachment' | 'inline' = 'attachment',
): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `${disposition}; filename="${fileName}"`)
    .header('cache-control', 'private, no-store')
    .header('vary', 'authorization');
}
