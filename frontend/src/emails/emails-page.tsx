'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useList } from '../graphql/use-list.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState, ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { FailedEmailsDocument, ResendEmailDocument } from './emails.generated.ts';
import { useEmailsStrings } from './emails-strings.ts';

/** The merchant's e-mails that were given up, why, and the way to send them again. */
export function EmailsPage() {
  const t = useEmailsStrings();
  const format = useFormats();
  const toast = useToast();
  const { id: merchantId, may } = useMerchant();
  const list = useList(FailedEmailsDocument, { merchantId }, ({ failedEmails }) => failedEmails);
  const resend = useAction(ResendEmailDocument);
  const [sending, setSending] = useState<string>();
  const send = async (emailId: string) => {
    setSending(emailId);
    const { data } = await resend.run({ merchantId, emailId });
    setSending(undefined);
    if (!data) return;
    toast.good(t.resent);
    list.refetch();
  };
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
              { title: t.recipient, value: ({ recipient }) => recipient },
              { title: t.about, value: ({ kind }) => kind },
              { title: t.when, value: ({ createdAt }) => createdAt },
              { title: t.attempts, value: ({ attempts }) => String(attempts) },
              { title: t.said, value: ({ lastError }) => lastError ?? '' },
            ]}
          />
        }
      />
      <Card stack>
        <ProblemText problem={resend.problem} />
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            { key: 'recipient', title: t.recipient, cell: ({ recipient }) => recipient },
            { key: 'about', title: t.about, cell: ({ kind }) => t.kind(kind) },
            { key: 'when', title: t.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
            {
              key: 'attempts',
              title: t.attempts,
              numeric: true,
              cell: ({ attempts }) => format.number(attempts),
            },
            { key: 'said', title: t.said, cell: ({ lastError }) => lastError },
            {
              key: 'actions',
              title: t.actions,
              cell: ({ id, recipient }) =>
                may('ADMIN') && (
                  <Button
                    size="small"
                    aria-label={t.resendTo(recipient)}
                    busy={sending === id}
                    onClick={() => send(id)}
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
