'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { AddressList } from './address-list.tsx';
import { KeyForm } from './key-form.tsx';
import { ReceivingKeyDocument, RemoveReceivingKeyDocument } from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

/** The key that invoices are paid on: which it is, and for owners another or none. */
export function KeySettings() {
  const t = useSettingsStrings();
  const format = useFormats();
  const toast = useToast();
  const { id: merchantId, may } = useMerchant();
  const [result, execute] = useQuery({ query: ReceivingKeyDocument, variables: { merchantId } });
  const remove = useAction(RemoveReceivingKeyDocument);
  const [removing, setRemoving] = useState(false);
  const refetch = () => execute({ requestPolicy: 'network-only' });
  return (
    <Loaded result={result} onRetry={refetch}>
      {({ receivingKey: key }) => (
        <div className="flex flex-col gap-5">
          <Card
            title={t.keyTitle}
            description={t.keyLead}
            stack
            actions={
              key !== null &&
              may('OWNER') && (
                <Button size="small" onClick={() => setRemoving(true)}>
                  {t.removeKey}
                </Button>
              )
            }
          >
            {key === null ? (
              <Notice tone="warn" title={t.keyNone} />
            ) : (
              <KeyValues
                items={[
                  [t.kind, t.script[key.script]],
                  [
                    t.descriptor,
                    <span key="descriptor" className="font-mono text-sm">
                      {key.descriptor}
                    </span>,
                  ],
                  [t.firstAddresses, <AddressList key="addresses" addresses={key.firstAddresses} />],
                  key.createdAt !== null && [t.keySince, format.dateTime(key.createdAt)],
                  [t.givenOut, format.number(key.nextIndex)],
                  [t.gap, t.gapHint(key.gapLimit)],
                ]}
              />
            )}
            {!may('OWNER') && <p className="text-sm text-soft">{t.ownerOnly}</p>}
          </Card>
          {may('OWNER') && (
            <KeyForm
              title={key === null ? t.keyNew : t.keyReplace}
              onSet={() => {
                toast.good(t.keySet);
                refetch();
              }}
            />
          )}
          <ConfirmDialog
            open={removing}
            onOpenChange={setRemoving}
            title={t.removeTitle}
            action={t.removeKey}
            danger
            busy={remove.busy}
            onConfirm={async () => {
              const { data } = await remove.run({ merchantId });
              if (!data) return;
              setRemoving(false);
              toast.good(t.keyRemoved);
              refetch();
            }}
          >
            <p>{t.removeText}</p>
            <ProblemText problem={remove.problem} />
          </ConfirmDialog>
        </div>
      )}
    </Loaded>
  );
}
