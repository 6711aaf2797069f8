'use client';
import { useQuery } from 'urql';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import type { List } from '../graphql/use-list.ts';
import { Button, buttonClasses, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { EmptyState, ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useRefresh } from '../ui/use-refresh.ts';
import { useBillingWords } from '../words/billing-words.ts';
import { ApplyMyCreditDocument, MyCreditDocument, type MyInvoicesQuery } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { usePortalViewer } from './portal-viewer.tsx';

type MyInvoice = MyInvoicesQuery['myInvoices']['nodes'][number];

/** Links to PDFs hold for a quarter of an hour. */
const FRESH_MS = 600_000;

/** What was owed and paid: papers to keep, links to pay, credit to use. */
export function InvoicesCard({ list }: { readonly list: List<MyInvoice> }) {
  const t = usePortalStrings();
  const words = useBillingWords();
  const format = useFormats();
  const toast = useToast();
  const viewer = usePortalViewer();
  const apply = useAction(ApplyMyCreditDocument);
  const [{ data: credit }, refetchCredit] = useQuery({ query: MyCreditDocument });
  useRefresh(list.refetch, FRESH_MS);
  const nameOf = ({ number }: MyInvoice) => (number === null ? t.invoice : t.number(number));
  const payable = ({ status, amountDue }: MyInvoice) => status === 'OPEN' && amountDue !== '0';
  const creditFor = ({ merchant, currency }: MyInvoice) =>
    credit?.myCredit.some(
      (each) => each.merchant.id === merchant.id && each.currency === currency && BigInt(each.available) > 0n,
    );
  return (
    <Card
      title={t.invoices}
      actions={
        <ListCsvButton
          list={list}
          filename="invoices.csv"
          columns={[
            { title: t.invoice, value: nameOf },
            { title: t.merchant, value: ({ merchant }) => merchant.name },
            { title: t.what, value: ({ kind }) => words.invoiceKind[kind] },
            { title: t.date, value: ({ createdAt }) => createdAt },
            { title: t.amount, value: ({ total, currency }) => format.money(total, currency) },
            { title: t.state, value: ({ status }) => words.invoice[status].text },
          ]}
        />
      }
    >
      <ProblemText problem={apply.problem} />
      <ListView
        list={list}
        caption={t.invoices}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.noInvoiceTitle}>{t.noInvoiceText}</EmptyState>}
        columns={[
          {
            key: 'number',
            title: t.invoice,
            cell: (invoice) => (
              <>
                <span className="font-medium">{nameOf(invoice)}</span>
                {viewer === 'person' && (
                  <span className="block text-sm text-soft">{invoice.merchant.name}</span>
                )}
              </>
            ),
          },
          { key: 'what', title: t.what, cell: ({ kind }) => words.invoiceKind[kind] },
          { key: 'date', title: t.date, cell: ({ createdAt }) => format.date(createdAt) },
          {
            key: 'amount',
            title: t.amount,
            numeric: true,
            cell: ({ total, currency }) => format.money(total, currency),
          },
          { key: 'state', title: t.state, cell: ({ status }) => <StateBadge word={words.invoice[status]} /> },
          {
            key: 'papers',
            title: t.papers,
            cell: (invoice) => (
              <span className="flex flex-wrap justify-end gap-1">
                {payable(invoice) && (
                  <LinkButton
                    size="small"
                    look="primary"
                    prefetch={false}
                    href={`/pay/${invoice.id}`}
                    aria-label={t.payOf(nameOf(invoice))}
                  >
                    {t.pay}
                  </LinkButton>
                )}
                {payable(invoice) && creditFor(invoice) && (
                  <Button
                    size="small"
                    busy={apply.busy}
                    onClick={async () => {
                      const { data } = await apply.run({ invoiceId: invoice.id });
                      if (!data) return;
                      toast.good(t.creditUsed);
                      list.refetch();
                      refetchCredit({ requestPolicy: 'network-only' });
                    }}
                  >
                    {t.useCredit}
                  </Button>
                )}
                <Paper href={invoice.pdfUrl} label={t.pdfOf(nameOf(invoice))}>
                  {t.pdf}
                </Paper>
                {invoice.receiptUrl && (
                  <Paper href={invoice.receiptUrl} label={t.receiptOf(nameOf(invoice))}>
                    {t.receipt}
                  </Paper>
                )}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Paper({
  href,
  label,
  children,
}: {
  readonly href: string;
  readonly label: string;
  readonly children: string;
}) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      aria-label={label}
      className={buttonClasses('quiet', 'small', 'underline')}
    >
      {children}
    </a>
  );
}
