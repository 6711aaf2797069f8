import { z } from 'zod';
import { EXPORT_KINDS, REPORT_KINDS } from '../../billing/index.ts';

/** A `GET` that answers with a file, as the OpenAPI document describes it. */
export interface FileRoute {
  /** As OpenAPI writes it: `/api/things/{id}.pdf`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Media type, and what it holds. */
  readonly type: string;
  readonly content: string;
  /** Whether the address itself is the right to it. */
  readonly byLink: boolean;
}

const CSV = 'text/csv';
const PDF = 'application/pdf';

const merchant = z.strictObject({
  merchant_id: z.string().meta({ description: 'Of a merchant that you are a member of, or your key is of.' }),
});
const idOf = (text: string) => z.strictObject({ id: z.string().meta({ description: text }) });
const nothing = z.strictObject({});
const day = (text: string) => z.string().meta({ description: text, examples: ['2027-01-31'] });
const days = z.strictObject({
  from: day('The first day, UTC.'),
  to: day('The day after the last, UTC.'),
});

const lists = EXPORT_KINDS.map(
  (kind): FileRoute => ({
    path: `/api/merchants/{merchant_id}/${kind}.csv`,
    operationId: `export_${kind}`,
    summary: `All ${kind} of a merchant`,
    description:
      'Oldest first, streamed. Amounts are in the smallest unit of their currency. For members and API keys.',
    params: merchant,
    query: nothing,
    type: CSV,
    content: 'RFC 4180, with a header line.',
    byLink: false,
  }),
);

const reports = REPORT_KINDS.map(
  (kind): FileRoute => ({
    path: `/api/merchants/{merchant_id}/reports/${kind}.csv`,
    operationId: `report_${kind}`,
    summary: `The report of ${kind}`,
    description: 'As docs/reports.md defines it. For members and API keys.',
    params: merchant,
    query: days,
    type: CSV,
    content: 'RFC 4180, with a header line.',
    byLink: false,
  }),
);

function documentRoute(path: string, operationId: string, summary: string, id: string): FileRoute {
  return {
    path,
    operationId,
    summary,
    description: 'For its customer, and for members and API keys of its merchant.',
    params: idOf(id),
    query: nothing,
    type: PDF,
    content: 'A4, the same bytes for the same content.',
    byLink: false,
  };
}

const linked: FileRoute = {
  path: '/api/documents/{kind}/{id}.pdf',
  operationId: 'get_linked_document',
  summary: 'A document by a link',
  description:
    'What `pdfUrl` and `receiptUrl` of GraphQL lead to, for whoever has the link, for a quarter of an hour.',
  params: z.strictObject({
    kind: z.enum(['invoice', 'receipt', 'public-invoice', 'public-receipt', 'credit-note']),
    id: z.string().meta({ description: 'Of the invoice or credit note.' }),
  }),
  query: z.strictObject({
    expires: z.string().meta({ description: 'Seconds since 1970.' }),
    signature: z.string().meta({ description: 'Over all the rest.' }),
  }),
  type: PDF,
  content: 'A4, shown in the browser.',
  byLink: true,
};

/** Files of billing. */
export const fileRoutes: readonly FileRoute[] = [
  ...lists,
  ...reports,
  documentRoute('/api/invoices/{id}.pdf', 'get_invoice_pdf', 'An invoice', 'Of the invoice.'),
  documentRoute(
    '/api/invoices/{id}/receipt.pdf',
    'get_receipt_pdf',
    'The receipt of a paid invoice',
    'Of the invoice.',
  ),
  documentRoute('/api/credit-notes/{id}.pdf', 'get_credit_note_pdf', 'A credit note', 'Of the credit note.'),
  linked,
];
