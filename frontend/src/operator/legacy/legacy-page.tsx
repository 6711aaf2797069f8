'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemText } from '../../ui/states.tsx';
import {
  LegacyWalletDocument,
  type LegacyWalletFactsFragment,
  LinkLegacyWalletDocument,
} from './legacy.generated.ts';
import { LegacyBalances } from './legacy-balances.tsx';
import { LegacyLocks } from './legacy-locks.tsx';
import { useLegacyStrings } from './legacy-strings.ts';

/** A wallet of the old system by its user: what is in it, whose it is, and what to do with what was locked. */
export function LegacyPage() {
  const t = useLegacyStrings();
  const [user, setUser] = useState('');
  const [legacyUserId, setLegacyUserId] = useState('');
  const [result, execute] = useQuery({
    query: LegacyWalletDocument,
    variables: { legacyUserId },
    pause: legacyUserId === '',
  });
  const again = () => execute({ requestPolicy: 'network-only' });
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <form
        className="mb-5 flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setLegacyUserId(user.trim());
        }}
      >
        <div className="min-w-56 flex-1 sm:max-w-md">
          <TextField label={t.user} required value={user} onChange={(event) => setUser(event.target.value)} />
        </div>
        <Button type="submit" look="primary" busy={result.fetching}>
          {t.look}
        </Button>
      </form>
      {legacyUserId !== '' && (
        <Loaded result={result} onRetry={again}>
          {({ legacyWallet }) => (
            <div className="grid items-start gap-5 xl:grid-cols-2">
              <LegacyBalances wallet={legacyWallet} />
              <Owner wallet={legacyWallet} onDone={again} />
              <LegacyLocks wallet={legacyWallet} onDone={again} />
            </div>
          )}
        </Loaded>
      )}
    </>
  );
}

function Owner({
  wallet,
  onDone,
}: {
  readonly wallet: LegacyWalletFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useLegacyStrings();
  const link = useKeyedAction(LinkLegacyWalletDocument);
  const [person, setPerson] = useState('');
  const personId = wallet.personId ?? person.trim();
  return (
    <Card title={wallet.personId ? `${t.linked} ${wallet.personId}` : t.unlinked}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          const { data } = await link.run({ legacyUserId: wallet.legacyUserId, personId });
          if (data) onDone();
        }}
      >
        {wallet.personId === null && (
          <TextField
            label={t.person}
            hint={t.personHint}
            required
            value={person}
            onChange={(event) => setPerson(event.target.value)}
          />
        )}
        <ProblemText problem={link.problem} />
        <div>
          <Button type="submit" busy={link.busy}>
            {wallet.personId === null ? t.link : t.linkAgain}
          </Button>
        </div>
      </form>
    </Card>
  );
}
