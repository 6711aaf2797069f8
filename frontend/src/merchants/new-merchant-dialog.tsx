'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useKeyedAction } from '../graphql/use-action.ts';
import { useFieldErrors } from '../graphql/use-field-errors.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { CheckboxField, TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { CreateMerchantDocument } from './merchants.generated.ts';
import { useMerchantsStrings } from './merchants-strings.ts';

export function NewMerchantDialog({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const t = useMerchantsStrings();
  const c = useCommonStrings();
  const router = useRouter();
  const [name, setName] = useState('');
  const [supportContact, setSupportContact] = useState('');
  const [test, setTest] = useState(false);
  const create = useKeyedAction(CreateMerchantDocument);
  const wrong = useFieldErrors(create.problem);
  const submit = async () => {
    const { data } = await create.run({ name, supportContact: supportContact || null, test });
    if (data) router.push(`/m/${data.createMerchant.id}`);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.create}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {!wrong('name') && !wrong('supportContact') && <ProblemText problem={create.problem} />}
        <TextField
          label={t.name}
          hint={t.nameHint}
          error={wrong('name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={100}
          required
        />
        <TextField
          label={t.support}
          hint={t.supportHint}
          error={wrong('supportContact')}
          optional
          value={supportContact}
          onChange={(event) => setSupportContact(event.target.value)}
        />
        <CheckboxField
          label={t.test}
          hint={t.testHint}
          checked={test}
          onChange={(event) => setTest(event.target.checked)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{c.cancel}</Button>
          <Button type="submit" look="primary" busy={create.busy}>
            {t.createAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
