'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { CheckboxField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { type ApiKeyScope, CreateApiKeyDocument } from './api-keys.generated.ts';
import { useApiKeysStrings } from './api-keys-strings.ts';

const SCOPES: readonly ApiKeyScope[] = [
  'READ',
  'WRITE',
  'PLANS_READ',
  'PLANS_WRITE',
  'CUSTOMERS_READ',
  'CUSTOMERS_WRITE',
  'SUBSCRIPTIONS_READ',
  'SUBSCRIPTIONS_WRITE',
  'INVOICES_READ',
  'INVOICES_WRITE',
  'WEBHOOKS_READ',
  'WEBHOOKS_WRITE',
  'REPORTS_READ',
];

export function NewKeyDialog({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (secret: string | null) => void;
}) {
  const t = useApiKeysStrings();
  const { id: merchantId } = useMerchant();
  const create = useKeyedAction(CreateApiKeyDocument);
  const [name, setName] = useState('');
  const [expires, setExpires] = useState('');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(['READ']);
  return (
    <Dialog open onOpenChange={onClose} title={t.create}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          const expiresAt = expires ? new Date(`${expires}T00:00:00Z`).toISOString() : null;
          const { data } = await create.run({ merchantId, name, scopes: [...scopes], expiresAt });
          if (data) onMade(data.createApiKey.secret);
        }}
      >
        <TextField
          label={t.name}
          hint={t.nameHint}
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className="grid gap-2 sm:grid-cols-2">
          <legend className="mb-2 text-sm font-medium">{t.scopes}</legend>
          {SCOPES.map((scope) => (
            <CheckboxField
              key={scope}
              label={t.scope[scope]}
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
            />
          ))}
        </fieldset>
        {scopes.length === 0 && <Notice tone="warn" title={t.oneScope} />}
        <TextField
          label={t.expires}
          optional
          type="date"
          value={expires}
          onChange={(event) => setExpires(event.target.value)}
        />
        <ProblemText problem={create.problem} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={create.busy} disabled={scopes.length === 0}>
            {t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
