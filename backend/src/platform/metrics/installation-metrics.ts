import { Gauge, type Registry } from 'prom-client';

export type InstallationMetrics = ReturnType<typeof createInstallationMetrics>;

/**
 * How the installation as a whole stands, read from its database and its surroundings. Every process tells the same:
 * take the maximum over them, not the sum.
 */
export function createInstallationMetrics(registry: Registry) {
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name: `charmbills_${name}`, help, labelNames, registers: [registry] });
  return {
    healthCheck: gauge('health_check', '0 is ok, 1 degraded, 2 failing.', 'check'),
    figuresAge: gauge('figures_age_seconds', 'Since the gauges of the installation were read.'),
    processes: gauge('processes', 'Processes that were heard of within a minute.', 'role'),
    workerHeartbeatAge: gauge('worker_heartbeat_age_seconds', 'Since a worker was last heard of.'),

    queueJobs: gauge('job_queue_jobs', 'Jobs by queue: due, deferred or active.', 'queue', 'state'),
    queueOldest: gauge('job_queue_oldest_seconds', 'How long the first due job has waited.', 'queue'),
    deadJobs: gauge('dead_jobs', 'Jobs that were given up and wait for an operator.', 'queue'),
    eventsWaiting: gauge('events_waiting', 'Events that are not dispatched yet.'),
    eventsOldest: gauge('events_oldest_seconds', 'How long the first of them has waited.'),

    chainNodeUp: gauge('chain_node_up', '1 while the Bitcoin node answers.'),
    chainHeight: gauge('chain_height', 'Height of the best block, of the node and of ours.', 'of'),
    chainLag: gauge('chain_follower_lag_blocks', 'Blocks of the node that are not followed yet.'),
    chainTipAge: gauge('chain_tip_age_seconds', 'Since the time of our newest block.'),
    chainRelaysSpells: gauge('chain_node_relays_spells', '1 while the node would relay our transactions.'),
    chainPending: gauge('chain_transactions_pending', 'Transactions of ours that wait for a block.'),
    chainPendingOldest: gauge('chain_transactions_pending_oldest_seconds', 'Since the first was sent.'),
    utxoReservations: gauge('utxo_reservations', 'Outputs that are reserved for transactions being made.'),

    proverUp: gauge('prover_up', '1 while the prover answers that it is ready.'),
    spellJobs: gauge('spell_jobs', 'Transactions being made, by how far they are.', 'state'),
    spellJobsOldest: gauge('spell_jobs_oldest_seconds', 'Since the first in the state was begun.', 'state'),

    ledgerCheckPassed: gauge('ledger_check_passed', '1 if the last check of the ledger found it sound.'),
    ledgerCheckAge: gauge('ledger_check_age_seconds', 'Since the last check of the ledger ended.'),
    ledgerCheckDuration: gauge('ledger_check_duration_seconds', 'How long it took.'),

    webhookDeliveries: gauge('webhook_deliveries_pending', 'Webhooks that are to be delivered.'),
    webhookOldest: gauge('webhook_queue_overdue_seconds', 'How long the first due endpoint has waited.'),
    webhookEndpoints: gauge('webhook_endpoints', 'Endpoints by status.', 'status'),
    emailsQueued: gauge('emails_queued', 'E-mails that are to be sent.'),
    emailsOldest: gauge('emails_oldest_seconds', 'Since the first of them was written.'),
    withdrawals: gauge('withdrawals_waiting', 'Withdrawals that are not over, by status.', 'status'),
    withdrawalsOldest: gauge('withdrawals_oldest_seconds', 'Since the first in it was made.', 'status'),
    depositReviews: gauge('deposit_reviews_open', 'Deposits that an operator has to decide on.'),
    providerNotices: gauge('provider_notices_waiting', 'Notifications of providers not processed yet.'),
  };
}
