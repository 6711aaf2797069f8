import type { Figures } from '../figures/figures.ts';
import { secondsBetween } from '../figures/publish-figures.ts';
import { type Check, degraded, failing, ok, span } from './check.ts';

const SILENT_SECONDS = 60;
const LATE_SECONDS = { degraded: 180, failing: 1_800 };
const EVENT_SECONDS = { degraded: 30, failing: 300 };
const NAMED = 5;

/** Whether there is somebody who works, and whether they keep up. */
export function checkJobs(figures: Figures, now: Date): Check[] {
  if (!figures.queues) {
    return [
      failing(
        'jobs.queues',
        'There are no queues in the database yet.',
        'Start a process with ROLE=worker or ROLE=all; the first one makes them.',
      ),
    ];
  }
  return [
    checkWorkers(figures, now),
    checkLateness(figures.queues, now),
    checkDead(figures.queues),
    checkEvents(figures, now),
  ];
}

function checkWorkers({ workerSeenAt, processes }: Figures, now: Date): Check {
  const name = 'jobs.workers';
  const remedy =
    'Start a process with ROLE=worker or ROLE=all. If one runs, its log says what keeps it from writing to the database.';
  if (workerSeenAt === null) return failing(name, 'No worker has been heard of.', remedy);
  const silent = secondsBetween(workerSeenAt, now);
  if (silent > SILENT_SECONDS) return failing(name, `No worker was heard of for ${span(silent)}.`, remedy);
  const count = (processes.worker ?? 0) + (processes.all ?? 0);
  return count === 0
    ? degraded(name, 'The last worker has ended.', remedy)
    : ok(name, `${count === 1 ? 'One process works' : `${count} processes work`}.`);
}

function checkLateness(queues: NonNullable<Figures['queues']>, now: Date): Check {
  const name = 'jobs.waiting';
  const late = queues
    .flatMap(({ queue, dueSince }) =>
      dueSince === null ? [] : [{ queue, seconds: secondsBetween(dueSince, now) }],
    )
    .filter(({ seconds }) => seconds > LATE_SECONDS.degraded)
    .toSorted((a, b) => b.seconds - a.seconds);
  const due = queues.reduce((sum, queue) => sum + queue.due, 0);
  const [worst] = late;
  if (!worst) return ok(name, `${due} jobs are due, none of them for long.`);
  const names = late.slice(0, NAMED).map(({ queue }) => queue);
  const what = `The first job of ${names.join(', ')}${late.length > NAMED ? ' and others' : ''} has waited for ${span(worst.seconds)}.`;
  const remedy = 'See the log of the workers for what they are busy with or fail at; start another worker.';
  return worst.seconds > LATE_SECONDS.failing ? failing(name, what, remedy) : degraded(name, what, remedy);
}

function checkDead(queues: NonNullable<Figures['queues']>): Check {
  const name = 'jobs.dead';
  const dead = queues.filter((queue) => queue.dead > 0);
  if (dead.length === 0) return ok(name, 'No job was given up.');
  const count = dead.reduce((sum, queue) => sum + queue.dead, 0);
  const names = dead.slice(0, NAMED).map(({ queue }) => queue);
  return degraded(
    name,
    `${count === 1 ? 'One job was' : `${count} jobs were`} given up: ${names.join(', ')}${dead.length > NAMED ? ' and others' : ''}.`,
    'Read deadJobs for why, mend the cause, then replayDeadJobs; discardDeadJob for what must not be done any more.',
  );
}

function checkEvents({ events }: Figures, now: Date): Check {
  const name = 'jobs.events';
  const seconds = events.since === null ? 0 : secondsBetween(events.since, now);
  if (seconds <= EVENT_SECONDS.degraded) return ok(name, `${events.count} events wait to be dispatched.`);
  const what = `${events.count} events wait to be dispatched, the first for ${span(seconds)}: webhooks, e-mails and live updates are late.`;
  const remedy = 'See that a worker runs, and its log for why events cannot be dispatched.';
  return seconds > EVENT_SECONDS.failing ? failing(name, what, remedy) : degraded(name, what, remedy);
}
