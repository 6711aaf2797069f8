import type { Prisma, Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { InvoiceNote } from '../invoices/invoice.ts';
import { jsonRows } from '../json-rows.ts';
import type { CreditNoteDestination, CreditNoteLine, CreditNoteRow } from './credit-note.ts';

/** All credit notes of these invoices, as their sums need them. */
export async function readInvoiceNotes(
  tx: Tx,
  invoices: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<(InvoiceNote & { readonly invoiceId: string })[]> {
  const keys = invoices.map(({ merchantId, id }) => ({ merchantId, id }));
  const rows = await tx.$queryRaw<{ id: string; invoiceId: string; amount: string; at: Date }[]>`
    SELECT n.id, n.invoice_id AS "invoiceId", n.amount::text AS amount, n.created_at AS at
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, id text)
    JOIN credit_notes n ON n.merchant_id = k."merchantId" AND n.invoice_id = k.id`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Stores a credit note with the next number of its merchant, whose counter stays locked until the transaction ends. */
export async function insertCreditNote(tx: Tx, note: Omit<CreditNoteRow, 'number'>): Promise<void> {
  const { merchantId, lines, amount, tax, ...rest } = note;
  const [taken] = await tx.$queryRaw<{ number: number }[]>`
    INSERT INTO credit_note_numbers AS n (merchant_id, next) VALUES (${merchantId}, 2)
    ON CONFLICT (merchant_id) DO UPDATE SET next = n.next + 1
    RETURNING next - 1 AS number`;
  if (!taken) throw new Error(`no number for credit note ${note.id}`);
  await tx.creditNote.create({
    data: { ...rest, merchantId, number: taken.number, amount: amount.toString(), tax: tax.toString() },
  });
  if (lines.length === 0) return;
  await tx.creditNoteLine.createMany({
    data: lines.map((line, index) => ({
      ...line,
      merchantId,
      creditNoteId: note.id,
      line: index + 1,
      amount: line.amount.toString(),
    })),
  });
}

/** Takes an amount off a locked invoice. */
export async function addNoted(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
  amount: bigint,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE invoices SET noted = noted + ${amount.toString()}::numeric, revision = revision + 1,
      updated_at = ${now}::timestamptz
    WHERE merchant_id = ${merchantId} AND id = ${id}`;
}

const WITH_LINES = { lines: { orderBy: { line: 'asc' as const } } };

/** The credit notes of invoices, oldest first. */
export async function readCreditNotesOf(
  tx: Tx,
  invoices: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<CreditNoteRow[]> {
  const stored = await tx.creditNote.findMany({
    where: { OR: invoices.map(({ merchantId, id }) => ({ merchantId, invoiceId: id })) },
    orderBy: { id: 'asc' },
    include: WITH_LINES,
  });
  return stored.map(toCreditNoteRow);
}

export async function findCreditNote(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  id: string,
): Promise<CreditNoteRow | undefined> {
  const stored = await tx.creditNote.findUnique({
    where: { merchantId_id: { merchantId, id } },
    include: WITH_LINES,
  });
  return stored ? toCreditNoteRow(stored) : undefined;
}

/** The merchant that has a credit note, for asking whether the caller may see it. */
export async function findCreditNoteMerchant(tx: Tx, id: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ merchantId: string }[]>`
    SELECT merchant_id AS "merchantId" FROM credit_notes WHERE id = ${id}`;
  return row?.merchantId;
}

/** A merchant's credit notes, newest first. */
export async function listCreditNotes(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  { beforeId, take }: Page,
  { invoiceId }: { readonly invoiceId?: string | null | undefined },
): Promise<CreditNoteRow[]> {
  const stored = await tx.creditNote.findMany({
    where: { merchantId, ...(invoiceId ? { invoiceId } : {}), ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take,
    include: WITH_LINES,
  });
  return stored.map(toCreditNoteRow);
}

type StoredCreditNote = Prisma.CreditNoteGetPayload<{ include: { lines: true } }>;

function toCreditNoteRow({ lines, amount, tax, destination, ...note }: StoredCreditNote): CreditNoteRow {
  return {
    ...note,
    destination: destination as CreditNoteDestination,
    amount: BigInt(amount.toFixed()),
    tax: BigInt(tax.toFixed()),
    lines: lines.map(
      (line): CreditNoteLine => ({
        invoiceLine: line.invoiceLine,
        description: line.description,
        amount: BigInt(line.amount.toFixed()),
      }),
    ),
  };
}

/** Credit notes by keys that came from rows the caller may see. */
export async function readCreditNotes(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<CreditNoteRow[]> {
  const stored = await tx.creditNote.findMany({
    where: { OR: keys.map(({ merchantId, id }) => ({ merchantId, id })) },
    include: WITH_LINES,
  });
  return stored.map(toCreditNoteRow);
}
