'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextArea } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { SendP2pMessageDocument, type TradeTalkFragment } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';

/** What the two of a trade said, and the next thing to say while it is open. */
export function TradeMessages({
  trade,
  personId,
  mayTalk,
}: {
  readonly trade: TradeTalkFragment;
  readonly personId: string;
  readonly mayTalk: boolean;
}) {
  const t = useP2pStrings();
  const format = useFormats();
  const action = useKeyedAction(SendP2pMessageDocument);
  const [text, setText] = useState('');
  return (
    <Card title={t.messages} stack>
      {trade.messages.length === 0 && <p className="text-soft">{t.noMessages}</p>}
      <ol aria-live="polite" aria-label={t.messages} className="flex flex-col gap-3">
        {trade.messages.map(({ id, senderId, text: said, createdAt }) => {
          const own = senderId === personId;
          return (
            <li
              key={id}
              className={`max-w-[85%] rounded-control px-3 py-2 ${own ? 'self-end bg-accent-tint' : 'self-start bg-raised'}`}
            >
              <p className="text-xs text-ink">
                {own ? t.you : t.them} · {format.dateTime(createdAt)}
              </p>
              <p className="wrap-anywhere whitespace-pre-wrap">{said}</p>
            </li>
          );
        })}
      </ol>
      {mayTalk && (
        <form
          className="flex flex-col gap-3"
          onSubmit={async (event) => {
            event.preventDefault();
            const { data } = await action.run({ tradeId: trade.id, text: text.trim() });
            if (data) setText('');
          }}
        >
          <TextArea
            label={t.message}
            maxLength={1_000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <ProblemText problem={action.problem} />
          <div>
            <Button type="submit" busy={action.busy} disabled={text.trim() === ''}>
              {t.send}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
