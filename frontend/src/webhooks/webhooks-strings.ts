import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';
import type { Tone } from '../ui/badge.tsx';
import type { WebhookDeliveryStatus } from './webhooks.generated.ts';

const deliveries: Readonly<Record<WebhookDeliveryStatus, { readonly text: string; readonly tone: Tone }>> = {
  PENDING: { text: 'On its way', tone: 'accent' },
  SUCCEEDED: { text: 'Taken', tone: 'good' },
  FAILED: { text: 'Failed', tone: 'bad' },
  CANCELED: { text: 'Called off', tone: 'neutral' },
};

const en = {
  title: 'Webhooks',
  lead: 'Your server is told what happens, signed, at least once, and tried again for three days.',
  add: 'Add an endpoint',
  emptyTitle: 'No endpoint yet',
  emptyText:
    'Add the address of your server, and every payment, renewal and refund is told to it as it happens.',
  noRight: 'Developers of the merchant see and change these.',
  url: 'Address',
  urlHint: 'https, on the public internet.',
  description: 'Description',
  events: 'Events',
  all: 'All events',
  allOf: (subject: string) => `All of ${subject}`,
  groupOf: (subject: string) => subject.replaceAll('_', ' '),
  some: (count: number) => plural('en', count, { one: '# kind of event', other: '# kinds of events' }),
  oneEvent: 'Choose at least one.',
  state: 'State',
  enabled: { text: 'On', tone: 'good' as Tone },
  failing: { text: 'Failing', tone: 'warn' as Tone },
  disabled: { text: 'Off', tone: 'neutral' as Tone },
  switchedOff: { text: 'Switched off', tone: 'bad' as Tone },
  failingSince: (count: number, since: string) =>
    `${plural('en', count, { one: '# attempt', other: '# attempts' })} in a row failed, since ${since}.`,
  switchedOffText:
    'It was switched off because it took nothing for five days, or said that it is gone. What waited goes out once it is on again.',
  created: 'Added',
  back: 'All endpoints',
  unknown: 'There is no such endpoint.',
  edit: 'Edit',
  save: 'Save',
  saved: 'Saved.',
  enable: 'Switch on',
  disable: 'Switch off',
  rotate: 'New secret',
  rotateTitle: 'Make a new secret?',
  rotateText: 'Both sign for a while, so that you can change it over on your server.',
  overlap: 'The old one signs too for',
  hours: (count: number) => plural('en', count, { one: '# hour', other: '# hours' }),
  atOnce: 'not at all: it ends at once',
  oldUntil: (when: string) => `The secret before this one signs too until ${when}.`,
  test: 'Send a test',
  testSent: 'A test event is on its way.',
  remove: 'Delete',
  removeTitle: 'Delete this endpoint?',
  removeText: 'Nothing more is sent to it, and what waits for it is called off.',
  secretTitle: 'The signing secret',
  secretText:
    'Copy it into your server now: it is shown this once. With it you verify that an event is from here.',
  secretGone: 'It was shown before and cannot be shown again. Make a new one.',
  done: 'I have copied it',
  deliveries: 'Deliveries',
  deliveriesLead: 'What was sent and what was answered, kept for 30 days.',
  noDeliveryTitle: 'Nothing was sent yet',
  noDeliveryText: 'Send a test, or wait for something to happen.',
  event: 'Event',
  when: 'When',
  attempts: 'Attempts',
  answer: 'Answer',
  anyStatus: 'Every state',
  anyType: 'Every event',
  filterStatus: 'State',
  filterType: 'Event',
  delivery: deliveries,
  nextAttempt: (when: string) => `Next attempt ${when}`,
  replay: 'Send again',
  replayed: 'It is sent again.',
  replayAll: 'Send failed ones again',
  replayAllTitle: 'Send everything that failed again?',
  replayAllText:
    'Each event goes out again with the id it had, so that your server can tell what it has dealt with.',
  since: 'Failed since',
  replayedAll: (count: number) =>
    plural('en', count, { one: '# event is sent again.', other: '# events are sent again.' }),
  replayNone: 'None has failed since then.',
  details: 'Show',
  deliveryTitle: 'Delivery',
  message: 'Id of the event',
  body: 'What was sent',
  attempt: (number: number) => `Attempt ${number}`,
  took: (ms: string) => `${ms} ms`,
  noAnswer: 'No answer',
  request: 'Headers sent',
  response: 'What was answered',
  responseHeaders: 'Headers answered',
  emptyBody: 'Nothing in it',
  noAttempt: 'No attempt yet.',
};

const catalogs = { en };

export function useWebhooksStrings() {
  return useTexts(catalogs);
}
