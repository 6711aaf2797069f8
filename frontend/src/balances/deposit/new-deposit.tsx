'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { EmptyState, ProblemText, Skeleton } from '../../ui/states.tsx';
import { AmountField } from '../shared/amount-field.tsx';
import { AssetChoice } from '../shared/asset-choice.tsx';
import { useDepositStrings } from './deposit-strings.ts';
import {
  CreateDepositDocument,
  DepositAssetsDocument,
  type DepositAssetsQuery,
} from './deposits.generated.ts';

/** Asks for an address to send something to, and leads to it. */
export function NewDeposit() {
  const t = useDepositStrings();
  const [result, execute] = useQuery({ query: DepositAssetsDocument });
  return (
    <Card>
      <Loaded
        result={result}
        onRetry={() => execute({ requestPolicy: 'network-only' })}
        skeleton={<Skeleton className="h-37 w-full sm:h-28.5" />}
      >
        {({ depositAssets }) =>
          depositAssets.length === 0 ? (
            <EmptyState title={t.unavailable}>{t.unavailableText}</EmptyState>
          ) : (
            <Form assets={depositAssets} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Form({ assets }: { readonly assets: DepositAssetsQuery['depositAssets'] }) {
  const t = useDepositStrings();
  const format = useFormats();
  const router = useRouter();
  const action = useKeyedAction(CreateDepositDocument);
  const [asset, setAsset] = useState(assets[0]?.asset ?? '');
  const [text, setText] = useState('');
  const currency = assets.find((each) => each.asset === asset)?.currency ?? '';
  const amount = format.parse(text, currency);
  const ofAmount = action.problem?.field?.endsWith('amount');
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if (!amount) return;
        const { data } = await action.run({ asset, amount: amount.toString() });
        if (data) router.push(`/wallet/deposit/${data.createDeposit.id}`);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <AssetChoice label={t.asset} assets={assets} value={asset} onChange={setAsset} />
        <AmountField
          label={t.amount}
          currency={currency}
          value={text}
          onChange={setText}
          error={ofAmount ? action.problem?.message : undefined}
        />
      </div>
      {!ofAmount && <ProblemText problem={action.problem} />}
      <div>
        <Button type="submit" look="primary" busy={action.busy} disabled={!amount}>
          {t.create}
        </Button>
      </div>
    </form>
  );
}
