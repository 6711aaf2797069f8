'use client';
import { useQuery } from 'urql';
import { CheckboxField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { choose, covers, groupEventTypes } from './event-choice.ts';
import { WebhookEventTypesDocument } from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

/** Which events an endpoint is told of: all, all of a subject, or one by one. */
export function EventFields({
  value,
  onChange,
}: {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}) {
  const t = useWebhooksStrings();
  const [result] = useQuery({ query: WebhookEventTypesDocument });
  const all = value.includes('*');
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{t.events}</legend>
      <CheckboxField
        label={t.all}
        checked={all}
        onChange={(event) => onChange(event.target.checked ? ['*'] : [])}
      />
      {!all && (
        <Loaded result={result}>
          {({ webhookEventTypes }) => (
            <div className="flex max-h-64 flex-col gap-4 overflow-y-auto rounded-control border border-line p-3">
              {groupEventTypes(webhookEventTypes).map((group) => {
                const wide = `${group.subject}.*`;
                return (
                  <fieldset key={group.subject} className="flex flex-col gap-2">
                    <legend className="sr-only">{t.groupOf(group.subject)}</legend>
                    <CheckboxField
                      label={t.allOf(t.groupOf(group.subject))}
                      checked={value.includes(wide)}
                      onChange={(event) => onChange(choose(value, wide, event.target.checked, group))}
                    />
                    <div className="flex flex-col gap-2 pl-8">
                      {group.types.map((type) => (
                        <CheckboxField
                          key={type}
                          label={<span className="font-mono text-sm font-normal">{type}</span>}
                          checked={covers(value, type)}
                          onChange={(event) => onChange(choose(value, type, event.target.checked, group))}
                        />
                      ))}
                    </div>
                  </fieldset>
                );
              })}
            </div>
          )}
        </Loaded>
      )}
    </fieldset>
  );
}
