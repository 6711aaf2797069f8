import { useTexts } from '../../strings/locale.tsx';
import { plural } from '../../strings/plural.ts';
import type { Tone } from '../../ui/badge.tsx';
import type { HealthStatus } from './health.generated.ts';
import type { OperatorPage } from './page-of-check.ts';

const words: Readonly<Record<HealthStatus, { readonly text: string; readonly tone: Tone }>> = {
  OK: { text: 'Well', tone: 'good' },
  DEGRADED: { text: 'Impaired', tone: 'warn' },
  FAILING: { text: 'Failing', tone: 'bad' },
};

const en = {
  title: 'Health',
  lead: 'What is wrong, and what to do. It looks again by itself.',
  status: words,
  wellTitle: 'Everything works',
  wellText: 'Every part answers, nothing has been waiting for long, and the books are sound.',
  wellUncheckedText:
    'Every part answers, and nothing has been waiting for long. The books have not been checked yet.',
  wrong: (count: number) => plural('en', count, { one: '# part needs you', other: '# parts need you' }),
  whatToDo: 'What to do',
  illSince: (when: string) => `Since ${when} or longer.`,
  open: {
    jobs: 'Open the jobs',
    withdrawals: 'Open the withdrawals',
    emails: 'Open the failed e-mails',
  } as Readonly<Record<OperatorPage, string>>,
  parts: 'All parts',
  chain: 'Chain',
  network: 'Network',
  node: 'Newest block of the node',
  nodeAway: 'The node does not answer',
  followed: 'Followed up to',
  lag: (blocks: number) => plural('en', blocks, { one: '# block behind', other: '# blocks behind' }),
  level: 'Level with the node',
  pending: 'Our transactions without a block',
  relays: 'Relays transactions with spells',
  yes: 'Yes',
  no: 'No',
  unknown: 'Not known',
  reorganisation: 'Last reorganisation',
  reorganised: (blocks: number, height: number, when: string) =>
    `${plural('en', blocks, { one: '# block', other: '# blocks' })} from height ${height}, ${when}`,
  never: 'None yet',
  prover: 'Prover queue',
  proverEmpty: 'Nothing waits.',
  proverState: {
    queued: 'Waiting for the prover',
    proving: 'Being proved',
    awaiting_signature: 'Waiting for a signature',
    awaiting_cosignature: 'Waiting for the merchant',
    unsent: 'Signed, not known to be sent',
  } as Readonly<Record<string, string>>,
  since: (when: string) => `the first since ${when}`,
  ledger: 'Ledger check',
  sound: 'Sound',
  unsound: 'Not sound',
  soundText: (postings: string, when: string) => `All ${postings} postings added up, ${when}.`,
  unsoundText: (check: string, culprit: string) =>
    `The check “${check}” failed at ${culprit}. Stop withdrawals and look at the runbook.`,
  noCheck: 'It was never checked.',
  checkNow: 'Check now',
  checking: 'Being checked',
  processes: 'Processes',
  role: 'Role',
  version: 'Version',
  running: 'Running since',
  seen: 'Last heard of',
};

const catalogs = { en };

export function useHealthStrings() {
  return useTexts(catalogs);
}
