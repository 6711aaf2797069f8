import type { Figures } from '../figures/figures.ts';
import { secondsBetween } from '../figures/publish-figures.ts';
import { type Check, degraded, failing, ok, span } from './check.ts';

const CHECK_SECONDS = 8 * 86_400;
const WEBHOOK_SECONDS = 120;
const EMAIL_SECONDS = 3_600;
const WITHDRAWAL_SECONDS = 86_400;

/** The ledger, and what people wait for. For operators alone. */
export function checkBusiness(figures: Figures, now: Date): Check[] {
  return [
    checkLedger(figures, now),
    checkWebhooks(figures, now),
    checkEmails(figures, now),
    checkPayouts(figures, now),
  ];
}

function checkLedger({ ledgerCheck }: Figures, now: Date): Check {
  const name = 'ledger.sound';
  if (ledgerCheck === null) return ok(name, 'The ledger has not been checked yet.');
  const seconds = secondsBetween(ledgerCheck.finishedAt, now);
  if (!ledgerCheck.sound) {
    return failing(
      name,
      `The check of the ledger failed ${span(seconds)} ago.`,
      'Stop paying out. ledgerCheck names the first culprit; see docs/operations/health.md.',
    );
  }
  const what = `The ledger was found sound ${span(seconds)} ago.`;
  return seconds > CHECK_SECONDS
    ? degraded(
        name,
        what,
        'See that a worker runs and LEDGER_CHECK_CRON is right; runLedgerCheck runs it now.',
      )
    : ok(name, what);
}

function checkWebhooks({ webhooksDueSince, webhookDeliveries }: Figures, now: Date): Check {
  const seconds = webhooksDueSince === null ? 0 : secondsBetween(webhooksDueSince, now);
  if (seconds <= WEBHOOK_SECONDS)
    return ok('webhooks.sent', `${webhookDeliveries} webhooks are to be delivered.`);
  return degraded(
    'webhooks.sent',
    `Webhooks have been due for ${span(seconds)} and nobody sends them.`,
    'See that a worker runs, and its log; start another worker if they are busy.',
  );
}

function checkEmails({ emails }: Figures, now: Date): Check {
  const seconds = emails.since === null ? 0 : secondsBetween(emails.since, now);
  if (seconds <= EMAIL_SECONDS) return ok('emails.sent', `${emails.count} e-mails are to be sent.`);
  return degraded(
    'emails.sent',
    `${emails.count} e-mails are to be sent, the first for ${span(seconds)}.`,
    'See that the mail server at SMTP_URL takes them; the log says what it answers.',
  );
}

function checkPayouts({ withdrawals }: Figures, now: Date): Check {
  const name = 'withdrawals.decided';
  const unknown = withdrawals.unknown?.count ?? 0;
  if (unknown > 0) {
    return degraded(
      name,
      `Of ${unknown} withdrawals nobody knows whether the provider has sent them.`,
      'Look them up at the provider, then resolve each as sent or failed.',
    );
  }
  const { requested } = withdrawals;
  const seconds = requested?.since ? secondsBetween(requested.since, now) : 0;
  if (seconds <= WITHDRAWAL_SECONDS)
    return ok(name, `${requested?.count ?? 0} withdrawals wait for approval.`);
  return degraded(
    name,
    `${requested?.count ?? 0} withdrawals wait for approval, the first for ${span(seconds)}.`,
    'Approve or reject them.',
  );
}
