'use client';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { useTexts } from '../../strings/locale.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Shortened } from '../../ui/copy-button.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { EmptyState, ProblemText } from '../../ui/states.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { FailedEmailsEverywhereDocument, ResendAnyEmailDocument } from './emails.generated.ts';

const en = {
  title: 'Failed e-mails',
  lead: 'Mails that the mail server refused for good, or that ran out of tries.',
  recipient: 'To',
  kind: 'About',
  merchant: 'Merchant',
  error: 'What the server said',
  attempts: 'Tries',
  resend: 'Send again',
  emptyTitle: 'Every mail went out',
  emptyText: 'Mails that do not go out show up here, with what the mail server said.',
};

const catalogs = { en };

/** Mails of all merchants that did not go out. */
export function FailedEmailsPage() {
  const t = useTexts(catalogs);
  const o = useOperatorStrings();
  const format = useFormats();
  const list = useList(FailedEmailsEverywhereDocument, {}, ({ failedEmails }) => failedEmails);
  const resend = useAction(ResendAnyEmailDocument);
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="failed-emails.csv"
            columns={[
              { title: o.when, value: ({ createdAt }) => createdAt },
              { title: t.merchant, value: ({ merchantId }) => merchantId },
              { title: t.recipient, value: ({ recipient }) => recipient },
              { title: t.kind, value: ({ kind }) => kind },
              { title: t.error, value: ({ lastError }) => lastError ?? '' },
            ]}
          />
        }
      />
      <Card>
        <ProblemText problem={resend.problem} />
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            { key: 'to', title: t.recipient, cell: ({ recipient }) => recipient },
            { key: 'kind', title: t.kind, cell: ({ kind }) => <code className="text-sm">{kind}</code> },
            {
              key: 'merchant',
              title: t.merchant,
              cell: ({ merchantId }) => <Shortened text={merchantId} ends={6} />,
            },
            { key: 'error', title: t.error, cell: ({ lastError }) => lastError ?? '–' },
            {
              key: 'attempts',
              title: t.attempts,
              numeric: true,
              cell: ({ attempts }) => format.number(attempts),
            },
            { key: 'when', title: o.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
            {
              key: 'actions',
              title: o.actions,
              numeric: true,
              cell: ({ merchantId, id: emailId }) => (
                <Button
                  size="small"
                  busy={resend.busy}
                  onClick={async () => {
                    const { data } = await resend.run({ merchantId, emailId });
                    if (data) list.refetch();
                  }}
                >
                  {t.resend}
                </Button>
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
