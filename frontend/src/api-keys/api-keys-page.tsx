'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { type ApiKeyFactsFragment, ApiKeysDocument } from './api-keys.generated.ts';
import { useApiKeysStrings } from './api-keys-strings.ts';
import { type EndingKey, EndKeyDialogs } from './end-key-dialogs.tsx';
import { KeyState } from './key-state.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';

/** The keys of a merchant's servers: what each may do, when it was used, and how it ends. */
export function ApiKeysPage() {
  const t = useApiKeysStrings();
  const format = useFormats();
  const { id: merchantId, may } = useMerchant();
  const list = useList(ApiKeysDocument, { merchantId }, ({ apiKeys }) => apiKeys);
  const [creating, setCreating] = useState(false);
  const [ending, setEnding] = useState<EndingKey>();
  const [secret, setSecret] = useState<{ readonly text: string | null }>();
  const made = (text: string | null) => {
    setCreating(false);
    setEnding(undefined);
    setSecret({ text });
    list.refetch();
  };
  const create = may('ADMIN') && (
    <Button look="primary" onClick={() => setCreating(true)}>
      {t.create}
    </Button>
  );
  const isOver = ({ revokedAt, expiresAt }: ApiKeyFactsFragment) =>
    revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <>
            <ListCsvButton
              list={list}
              filename="api-keys.csv"
              columns={[
                { title: t.name, value: ({ name }) => name },
                { title: t.scopes, value: ({ scopes }) => scopes.join(' ') },
                { title: t.created, value: ({ createdAt }) => createdAt },
                { title: t.used, value: ({ lastUsedAt }) => lastUsedAt ?? '' },
                { title: t.revoked, value: ({ revokedAt }) => revokedAt ?? '' },
              ]}
            />
            {create}
          </>
        }
      />
      <Card>
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title={t.emptyTitle} action={create}>
              {t.emptyText}
            </EmptyState>
          }
          columns={[
            {
              key: 'name',
              title: t.name,
              cell: ({ name, hint }) => (
                <>
                  {name} <span className="font-mono text-sm text-soft">…{hint}</span>
                </>
              ),
            },
            {
              key: 'scopes',
              title: t.scopes,
              cell: ({ scopes }) => scopes.map((scope) => t.scope[scope]).join(', '),
            },
            {
              key: 'used',
              title: t.used,
              cell: ({ lastUsedAt }) => (lastUsedAt ? format.dateTime(lastUsedAt) : t.never),
            },
            { key: 'state', title: t.state, cell: (key) => <KeyState apiKey={key} /> },
            {
              key: 'actions',
              title: t.actions,
              cell: (key) =>
                may('ADMIN') &&
                !isOver(key) && (
                  <span className="flex justify-end gap-1">
                    <Button size="small" look="quiet" onClick={() => setEnding({ key, how: 'rotate' })}>
                      {t.rotate}
                    </Button>
                    <Button size="small" look="quiet" onClick={() => setEnding({ key, how: 'revoke' })}>
                      {t.revoke}
                    </Button>
                  </span>
                ),
            },
          ]}
        />
        <p className="mt-4 text-sm text-soft">{t.docs}</p>
      </Card>
      {creating && <NewKeyDialog onClose={() => setCreating(false)} onMade={made} />}
      {ending && (
        <EndKeyDialogs
          ending={ending}
          onClose={() => setEnding(undefined)}
          onRotated={made}
          onRevoked={() => {
            setEnding(undefined);
            list.refetch();
          }}
        />
      )}
      {secret && <SecretDialog secret={secret.text} onClose={() => setSecret(undefined)} />}
    </>
  );
}
