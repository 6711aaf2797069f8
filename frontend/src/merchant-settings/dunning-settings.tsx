'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Card } from '../ui/card.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { parseDays } from './dunning-days.ts';
import { DunningTimeLine } from './dunning-time-line.tsx';
import { SaveRow } from './save-row.tsx';
import {
  type DunningEnd,
  type DunningFactsFragment,
  DunningPolicyDocument,
  SetDunningPolicyDocument,
} from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

const ENDS: readonly DunningEnd[] = ['EXPIRE', 'CANCEL', 'KEEP'];

/** How a merchant asks for what is owed, drawn as it is typed. */
export function DunningSettings() {
  const { id: merchantId } = useMerchant();
  const [result, refetch] = useQuery({ query: DunningPolicyDocument, variables: { merchantId } });
  return (
    <Loaded result={result} onRetry={refetch}>
      {({ dunningPolicy }) => <DunningForm stored={dunningPolicy} />}
    </Loaded>
  );
}

function DunningForm({ stored }: { readonly stored: DunningFactsFragment }) {
  const t = useSettingsStrings();
  const toast = useToast();
  const { id: merchantId, may } = useMerchant();
  const set = useAction(SetDunningPolicyDocument);
  const [reminders, setReminders] = useState(stored.reminderDays.join(', '));
  const [retries, setRetries] = useState(stored.retryDays.join(', '));
  const [endText, setEndText] = useState(String(stored.endDays));
  const [end, setEnd] = useState(stored.end);
  const [firstText, setFirstText] = useState(String(stored.unpaidFirstHours));
  const allowed = may('ADMIN');
  const reminderDays = parseDays(reminders);
  const retryDays = parseDays(retries);
  const endDays = /^\d{1,2}$/.test(endText.trim()) ? Number(endText) : undefined;
  const unpaidFirstHours = /^\d{1,4}$/.test(firstText.trim()) ? Number(firstText) : undefined;
  const policy =
    reminderDays && retryDays && endDays !== undefined && unpaidFirstHours !== undefined
      ? { reminderDays, retryDays, endDays, end, unpaidFirstHours }
      : undefined;
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Card title={t.dunningTitle} description={t.dunningLead}>
        <form
          className="flex flex-col gap-4"
          onSubmit={async (event) => {
            event.preventDefault();
            if (policy === undefined) return;
            const { data } = await set.run({ merchantId, policy });
            if (data) toast.good(t.saved);
          }}
        >
          <fieldset disabled={!allowed} className="flex flex-col gap-4">
            <TextField
              label={t.reminders}
              hint={t.remindersHint}
              error={reminderDays ? undefined : t.badDays}
              value={reminders}
              onChange={(event) => setReminders(event.target.value)}
            />
            <TextField
              label={t.retries}
              hint={t.retriesHint}
              error={retryDays ? undefined : t.badDays}
              value={retries}
              onChange={(event) => setRetries(event.target.value)}
            />
            <TextField
              label={t.endDays}
              suffix={t.days}
              inputMode="numeric"
              error={endDays === undefined ? t.badNumber : undefined}
              value={endText}
              onChange={(event) => setEndText(event.target.value)}
            />
            <SelectField
              label={t.end}
              value={end}
              onChange={(event) => setEnd(ENDS.find((each) => each === event.target.value) ?? end)}
            >
              {ENDS.map((each) => (
                <option key={each} value={each}>
                  {t.ends[each]}
                </option>
              ))}
            </SelectField>
            <TextField
              label={t.unpaidFirst}
              hint={t.unpaidFirstHint}
              suffix={t.hours}
              inputMode="numeric"
              error={unpaidFirstHours === undefined ? t.badNumber : undefined}
              value={firstText}
              onChange={(event) => setFirstText(event.target.value)}
            />
          </fieldset>
          <ProblemText problem={set.problem} />
          <SaveRow busy={set.busy} allowed={allowed} reason={t.adminOnly} />
        </form>
      </Card>
      <Card title={t.timeLine} description={t.graceNote}>
        <DunningTimeLine policy={policy ?? stored} />
      </Card>
    </div>
  );
}
