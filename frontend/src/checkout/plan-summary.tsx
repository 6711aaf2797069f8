import { SERVER_LOCALE } from '../strings/server-locale.ts';
import type { PlanAtCheckoutQuery } from './checkout.generated.ts';
import { featureList } from './feature-list.ts';
import { summaryStrings } from './summary-strings.ts';

export type PlanOnOffer = PlanAtCheckoutQuery['publicPlan'];

/** A plan in plain words: what it is and what it grants. Drawn on the server. */
export function PlanSummary({ plan }: { readonly plan: PlanOnOffer }) {
  const t = summaryStrings[SERVER_LOCALE];
  const { name, description, features, periodsLeft, prices } = plan;
  const granted = featureList(features);
  return (
    <section className="flex flex-col gap-7">
      <div>
        <p className="text-soft">{t.plan}</p>
        <h1 className="mt-1 text-3xl font-semibold tracking-tight text-balance wrap-anywhere">{name}</h1>
        {description && (
          <p className="mt-3 max-w-prose text-base whitespace-pre-line text-soft">{description}</p>
        )}
        {periodsLeft !== null && <p className="mt-3 text-sm font-medium">{t.left(Number(periodsLeft))}</p>}
      </div>
      {granted.length > 0 && (
        <div>
          <h2 className="font-semibold">{t.grants}</h2>
          <ul className="mt-3 flex flex-col gap-2.5">
            {granted.map((feature) => (
              <li key={feature.name} className="flex items-start gap-3">
                <Tick />
                <span>
                  {feature.name}
                  {feature.value && <span className="text-soft"> · {feature.value}</span>}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {prices.some(({ onChain }) => onChain) && (
        <div className="rounded-card border border-line bg-raised p-4">
          <h2 className="font-semibold">{t.tokenTitle}</h2>
          <p className="mt-1 text-sm text-soft">{t.tokenText}</p>
        </div>
      )}
      <p className="text-sm text-soft">{t.renewals}</p>
    </section>
  );
}

function Tick() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-good" fill="none">
      <circle cx="10" cy="10" r="9" stroke="currentColor" strokeWidth="1.5" opacity="0.4" />
      <path
        d="m6.5 10.5 2.4 2.4 4.6-5.3"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
