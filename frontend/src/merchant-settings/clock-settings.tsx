'use client';
import { useEffect, useRef, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { advanceBy, fromInput, STEPS, toInput } from './advance-by.ts';
import { ClockFace } from './clock-face.tsx';
import {
  AdvanceTestClockDocument,
  SetTestClockDocument,
  TestClockDocument,
  TestClockMovedDocument,
} from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

/** The time of a merchant in test mode, moved by hand and seen moving. */
export function ClockSettings() {
  const t = useSettingsStrings();
  const { mode, id: merchantId } = useMerchant();
  const [result, execute] = useQuery({ query: TestClockDocument, variables: { merchantId } });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  return (
    <Card title={t.clockTitle} description={t.clockLead} stack>
      {mode === 'LIVE' ? (
        <Notice title={t.clockLive} />
      ) : (
        <Loaded result={result} onRetry={refetch}>
          {({ testClock }) =>
            testClock === null ? <NewClock onSet={refetch} /> : <Clock stored={testClock} />
          }
        </Loaded>
      )}
    </Card>
  );
}

function NewClock({ onSet }: { readonly onSet: () => void }) {
  const t = useSettingsStrings();
  const { id: merchantId, may, refetch } = useMerchant();
  const set = useAction(SetTestClockDocument);
  const [at, setAt] = useState(() => toInput(new Date()));
  return (
    <form
      className="flex max-w-md flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        const date = fromInput(at);
        if (date === undefined) return;
        const { data } = await set.run({ merchantId, at: date.toISOString() });
        if (!data) return;
        onSet();
        refetch();
      }}
    >
      <p>{t.clockNone}</p>
      <TextField
        label={`${t.clockStart} (${t.utc})`}
        type="datetime-local"
        required
        disabled={!may('DEVELOPER')}
        value={at}
        onChange={(event) => setAt(event.target.value)}
      />
      <ProblemText problem={set.problem} />
      {may('DEVELOPER') ? (
        <div>
          <Button type="submit" look="primary" busy={set.busy}>
            {t.clockStartDo}
          </Button>
        </div>
      ) : (
        <p className="text-sm text-soft">{t.developerOnly}</p>
      )}
    </form>
  );
}

interface ClockState {
  readonly at: string;
  readonly state: 'MOVING' | 'STANDING';
  readonly target: string | null;
}

function Clock({ stored }: { readonly stored: ClockState }) {
  const t = useSettingsStrings();
  const toast = useToast();
  const { id: merchantId, may, refetch } = useMerchant();
  const [live] = useSubscription({ query: TestClockMovedDocument, variables: { merchantId } });
  const advance = useAction(AdvanceTestClockDocument);
  const clock = live.data?.testClockMoved ?? stored;
  const moving = clock.state === 'MOVING';
  const wasMoving = useRef(moving);
  const [from, setFrom] = useState(stored.at);
  const [to, setTo] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the state is news
  useEffect(() => {
    if (wasMoving.current && !moving) {
      toast.good(t.arrived);
      refetch();
    }
    wasMoving.current = moving;
  }, [moving]);
  const move = (target: Date) => {
    setFrom(clock.at);
    return advance.run({ merchantId, to: target.toISOString() });
  };
  return (
    <>
      <ClockFace clock={clock} from={from} />
      {may('DEVELOPER') ? (
        <>
          <div>
            <p className="mb-2 text-sm font-medium">{t.advance}</p>
            <div className="flex flex-wrap gap-2">
              {STEPS.map((step) => (
                <Button
                  key={step}
                  disabled={moving || advance.busy}
                  onClick={() => move(advanceBy(new Date(clock.at), step))}
                >
                  {t.presets[step]}
                </Button>
              ))}
            </div>
          </div>
          <form
            className="flex flex-wrap items-end gap-3"
            onSubmit={async (event) => {
              event.preventDefault();
              const target = fromInput(to);
              if (target !== undefined) await move(target);
            }}
          >
            <TextField
              label={`${t.advanceTo} (${t.utc})`}
              type="datetime-local"
              required
              min={toInput(new Date(clock.at))}
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
            <Button type="submit" disabled={moving} busy={advance.busy}>
              {t.advanceDo}
            </Button>
          </form>
          <ProblemText problem={advance.problem} />
        </>
      ) : (
        <p className="text-sm text-soft">{t.developerOnly}</p>
      )}
    </>
  );
}
