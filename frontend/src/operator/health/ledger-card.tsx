'use client';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { RunLedgerCheckDocument, type SystemHealthQuery } from './health.generated.ts';
import { useHealthStrings } from './health-strings.ts';

/** Whether the books add up, as of the last check; another can be asked for. */
export function LedgerCard({
  check: { underWay, last },
  onStarted,
}: {
  readonly check: SystemHealthQuery['ledgerCheck'];
  readonly onStarted: () => void;
}) {
  const t = useHealthStrings();
  const format = useFormats();
  const run = useAction(RunLedgerCheckDocument);
  return (
    <Card
      title={t.ledger}
      actions={last && <Badge tone={last.sound ? 'good' : 'bad'}>{last.sound ? t.sound : t.unsound}</Badge>}
    >
      <p className="mb-4">
        {last === null
          ? t.noCheck
          : last.sound
            ? t.soundText(format.number(BigInt(last.postings)), format.relative(last.finishedAt, new Date()))
            : t.unsoundText(last.failed ?? '', last.culprit ?? '')}
      </p>
      <ProblemText problem={run.problem} />
      <Button
        size="small"
        busy={run.busy || underWay}
        onClick={async () => {
          await run.run({});
          onStarted();
        }}
      >
        {underWay ? t.checking : t.checkNow}
      </Button>
    </Card>
  );
}
