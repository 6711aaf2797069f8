import { useTexts } from '../../strings/locale.tsx';
import { plural } from '../../strings/plural.ts';

const en = {
  title: 'Jobs',
  lead: 'What is done in the background, and what was given up.',
  queues: 'Queues',
  queue: 'Queue',
  due: 'Due',
  active: 'At work',
  deferred: 'For later',
  dead: 'Given up',
  waiting: 'Waiting since',
  letters: 'Given up',
  lettersHint:
    'They ran out of tries. Mend the cause, then replay them; each does its work once, however often it is replayed.',
  error: 'Last error',
  payload: 'About',
  attempts: 'Tries',
  givenUp: 'Given up',
  replay: 'Replay',
  replayAll: 'Replay all of a queue',
  replayed: (count: number) =>
    plural('en', count, { one: '# job is queued again', other: '# jobs are queued again' }),
  discard: 'Discard',
  discardTitle: 'Discard this job?',
  discardText: 'Its work will not be done.',
  emptyTitle: 'Nothing was given up',
  emptyText: 'Jobs that fail are tried again by themselves; those that ran out of tries show up here.',
  quiet: 'No queue has anything to do.',
  showIdle: (count: number) =>
    plural('en', count, {
      one: 'Show # queue with nothing to do',
      other: 'Show # queues with nothing to do',
    }),
  hideIdle: 'Hide those with nothing to do',
};

const catalogs = { en };

export function useJobsStrings() {
  return useTexts(catalogs);
}
