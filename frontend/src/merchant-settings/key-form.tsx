'use client';
import { useState } from 'react';
import { useClient } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { type ApiProblem, NO_ANSWER, toApiProblem } from '../graphql/api-problem.ts';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { AddressList } from './address-list.tsx';
import {
  PreviewReceivingKeyDocument,
  type ReceivingKeyFactsFragment,
  type ReceivingScript,
  SetReceivingKeyDocument,
} from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

const SCRIPTS: readonly ReceivingScript[] = ['WPKH', 'TR', 'SH_WPKH', 'PKH'];

/** Sets a key in two steps: its addresses are compared with the wallet, and the first of them is brought from there. */
export function KeyForm({ title, onSet }: { readonly title: string; readonly onSet: () => void }) {
  const t = useSettingsStrings();
  const client = useClient();
  const { id: merchantId } = useMerchant();
  const set = useAction(SetReceivingKeyDocument);
  const [key, setKey] = useState('');
  const [script, setScript] = useState<ReceivingScript>();
  const [firstAddress, setFirstAddress] = useState('');
  const [preview, setPreview] = useState<ReceivingKeyFactsFragment>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const input = { merchantId, key: key.trim(), script: script ?? null };
  const forget = () => {
    setPreview(undefined);
    setProblem(undefined);
    set.clear();
  };
  const show = async () => {
    setBusy(true);
    forget();
    const { data, error } = await client
      .query(PreviewReceivingKeyDocument, input, { requestPolicy: 'network-only' })
      .toPromise();
    setBusy(false);
    if (data) setPreview(data.previewReceivingKey);
    else setProblem(error ? toApiProblem(error) : NO_ANSWER);
  };
  return (
    <Card title={title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          if (preview === undefined) return show();
          const { data } = await set.run({ input: { ...input, firstAddress: firstAddress.trim() } });
          if (!data) return;
          forget();
          setKey('');
          setFirstAddress('');
          onSet();
        }}
      >
        <TextArea
          label={t.keyInput}
          hint={t.keyInputHint}
          required
          spellCheck={false}
          autoComplete="off"
          className="font-mono"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
            forget();
          }}
        />
        <SelectField
          label={t.kind}
          value={script ?? ''}
          onChange={(event) => {
            setScript(SCRIPTS.find((each) => each === event.target.value));
            forget();
          }}
        >
          <option value="">{t.scriptAuto}</option>
          {SCRIPTS.map((each) => (
            <option key={each} value={each}>
              {t.script[each]}
            </option>
          ))}
        </SelectField>
        <div aria-live="polite" className="flex flex-col gap-4">
          {preview && (
            <section aria-label={t.firstAddresses} className="rounded-control bg-raised p-4">
              <p className="mb-2 font-medium">{t.compare}</p>
              <AddressList addresses={preview.firstAddresses} />
              <p className="mt-2 text-sm text-soft">{t.script[preview.script]}</p>
            </section>
          )}
        </div>
        {preview && (
          <TextField
            label={t.firstAddress}
            hint={t.firstAddressHint}
            required
            spellCheck={false}
            autoComplete="off"
            className="font-mono"
            value={firstAddress}
            onChange={(event) => setFirstAddress(event.target.value)}
          />
        )}
        <ProblemText problem={problem ?? set.problem} />
        <div>
          <Button type="submit" look={preview ? 'primary' : 'secondary'} busy={busy || set.busy}>
            {preview ? t.setKey : t.preview}
          </Button>
        </div>
      </form>
    </Card>
  );
}
