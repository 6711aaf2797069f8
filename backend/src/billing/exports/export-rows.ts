import type { MerchantScope } from '../../identity/index.ts';
import { csvLine } from '../../platform/csv/index.ts';
import type { Reads } from '../../platform/database/index.ts';
import { type ExportKind, type ExportRow, readExportPage } from './export.repository.ts';

const PAGE = 1_000;

/** The columns of each export, in their order: also of one without rows. */
const COLUMNS: Readonly<Record<ExportKind, readonly string[]>> = {
  invoices:
    'id number status kind customer_id subscription_id currency subtotal tax total credit noted paid overpaid paid_late due_at opened_at paid_at closed_at created_at memo'.split(
      ' ',
    ),
  payments:
    'id invoice_id subscription_id rail status amount currency invoice_amount late flag reference confirmed_at settled_at created_at invoice_number invoice_currency customer_id txid'.split(
      ' ',
    ),
  customers: 'id address name email tax_id created_at'.split(' '),
  subscriptions:
    'id plan_id price_id customer_id status quantity anchor_at paid_periods paid_through access_until cancel_at_period_end canceled_at created_at'.split(
      ' ',
    ),
};

/**
 * All that a merchant has of a kind as CSV, oldest first, page by page: however much it is, a page of it is in memory.
 * Amounts are in the smallest unit of their currency.
 */
export async function* exportRows(tx: Reads, scope: MerchantScope, kind: ExportKind): AsyncGenerator<string> {
  const columns = COLUMNS[kind];
  yield csvLine(columns);
  let after = '';
  for (;;) {
    const rows = await readExportPage(tx, scope, kind, after, PAGE);
    if (rows.length > 0) yield rows.map((row) => lineOf(columns, row)).join('');
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

function lineOf(columns: readonly string[], row: ExportRow): string {
  return csvLine(
    columns.map((column) => {
      const cell = row[column] ?? '';
      return cell instanceof Date ? cell.toISOString() : cell;
    }),
  );
}
