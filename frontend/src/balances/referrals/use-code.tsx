'use client';
import { useState } from 'react';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { UseReferralCodeDocument } from './referrals.generated.ts';
import { useReferralsStrings } from './referrals-strings.ts';

/** Says through whom the person came here, once. */
export function UseCode({ referred }: { readonly referred: boolean }) {
  const t = useReferralsStrings();
  const action = useAction(UseReferralCodeDocument);
  const [code, setCode] = useState('');
  const done = referred || action.last?.useReferralCode.referred === true;
  return (
    <Card title={t.came} {...(!done && { description: t.cameText })}>
      {done ? (
        <p role="status">{t.used}</p>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void action.run({ code: code.trim() });
          }}
        >
          <TextField
            label={t.code}
            autoComplete="off"
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
          <ProblemText problem={action.problem} />
          <div>
            <Button type="submit" busy={action.busy} disabled={code.trim() === ''}>
              {t.use}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
