import type { Config } from '../../platform/config/index.ts';
import type { Figures } from '../figures/figures.ts';
import { secondsBetween } from '../figures/publish-figures.ts';
import { type Check, degraded, failing, ok, span } from './check.ts';

const QUEUED_SECONDS = 600;

/** Whether the prover answers, and whether what it is to prove gets on. `figures` may be missing with the database. */
export function checkProver(
  isReady: boolean,
  figures: Pick<Figures, 'spellJobs'> | undefined,
  { PROVER_TIMEOUT_SECONDS }: Pick<Config, 'PROVER_TIMEOUT_SECONDS'>,
  now: Date,
): Check[] {
  return [
    isReady
      ? ok('prover.ready', 'The prover answers that it is ready.')
      : failing(
          'prover.ready',
          'The prover does not answer: plans and subscriptions on the chain wait.',
          'See that it runs and that PROVER_API_URL is right. What waits is asked for again by itself.',
        ),
    ...(figures ? [checkQueue(figures, PROVER_TIMEOUT_SECONDS, now)] : []),
  ];
}

function checkQueue({ spellJobs }: Pick<Figures, 'spellJobs'>, timeoutSeconds: number, now: Date): Check {
  const name = 'prover.queue';
  const { queued, proving } = spellJobs;
  const waits = queued?.since ? secondsBetween(queued.since, now) : 0;
  const takes = proving?.since ? secondsBetween(proving.since, now) : 0;
  const what = `${queued?.count ?? 0} transactions wait for their turn, ${proving?.count ?? 0} are being proved`;
  if (waits <= QUEUED_SECONDS && takes <= timeoutSeconds) return ok(name, `${what}.`);
  return degraded(
    name,
    `${what}, the first since ${span(Math.max(waits, takes))}.`,
    'Read proverQueue for the last errors; start another worker, or use a prover that proves more at a time.',
  );
}
