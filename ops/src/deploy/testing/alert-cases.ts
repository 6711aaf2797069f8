/** Values of series in promtool's notation, a minute apart: `0+2x9` counts up by two, `7x9` stays at seven. */
export type Series = Readonly<Record<string, string>>;

export interface AlertCases {
  /** Series under which it fires, and the labels that it then has beside its severity. */
  readonly fires: readonly (readonly [series: Series, labels: Readonly<Record<string, string>>])[];
  /** Series under which it does not, each of them near by. */
  readonly quiet: readonly Series[];
}

/** Longer than the longest wait. */
const MINUTES = 100;

const stays = (value: number) => `${value}x${MINUTES}`;
const grows = (perMinute: number, from = 0) =>
  perMinute < 0 ? `${from}${perMinute}x${MINUTES}` : `${from}+${perMinute}x${MINUTES}`;
/** Nothing for a while, then so much at once. */
const jumps = (to: number) => `0 0 ${to}x${MINUTES}`;

/** A gauge that is too high above a bound and well at it. */
const above = (series: string, bound: number, labels: Record<string, string> = {}): AlertCases => ({
  fires: [[{ [series]: stays(bound + 1) }, labels]],
  quiet: [{ [series]: stays(bound) }],
});

/** A gauge of 1 or 0 that any of two processes may have read. */
const down = (name: string): AlertCases => ({
  fires: [[{ [name]: stays(0) }, {}]],
  quiet: [{ [name]: stays(1) }, { [`${name}{instance="a"}`]: stays(0), [`${name}{instance="b"}`]: stays(1) }],
});

/** Requests of a histogram within some bounds, so many a minute. */
const histogram = (name: string, labels: string, counts: Readonly<Record<string, number>>): Series =>
  Object.fromEntries(
    Object.entries(counts).map(([le, count]) => [`${name}_bucket{${labels}le="${le}"}`, grows(count)]),
  );

const HTTP = 'charmbills_http_request_duration_seconds';
const QUERIES = 'charmbills_database_query_duration_seconds';
const requests = (failing: number, well: number): Series => ({
  [`${HTTP}_count{status_class="5xx"}`]: grows(failing),
  [`${HTTP}_count{status_class="2xx"}`]: grows(well),
});
const OF_PROCESS = 'job="charmbills",instance="a"';
const DISK = 'job="machine",instance="m",device="/dev/vda",fstype="ext4",mountpoint="/"';
const DISK_LABELS = { job: 'machine', instance: 'm', device: '/dev/vda', fstype: 'ext4', mountpoint: '/' };
const TEMPORARY = DISK.replace('ext4', 'tmpfs');
const MACHINE_LABELS = { job: 'machine', instance: 'm' };
const health = (check: string, level: number, more: Series = {}): Series => ({
  [`charmbills_health_check{check="${check}"}`]: stays(level),
  ...more,
});

/** For every alert, near its bound on both sides. */
export const ALERT_CASES: Readonly<Record<string, AlertCases>> = {
  NoProcess: {
    fires: [
      [{}, {}],
      [{ [`up{${OF_PROCESS}}`]: stays(0), 'up{job="machine"}': stays(1) }, {}],
    ],
    quiet: [{ [`up{${OF_PROCESS}}`]: stays(0), 'up{job="charmbills",instance="b"}': stays(1) }],
  },
  ProcessDown: {
    fires: [[{ [`up{${OF_PROCESS}}`]: stays(0) }, { job: 'charmbills', instance: 'a' }]],
    quiet: [{ [`up{${OF_PROCESS}}`]: stays(1), 'up{job="machine",instance="m"}': stays(0) }],
  },
  NoApi: {
    fires: [
      [{ 'charmbills_processes{role="api"}': stays(0), 'charmbills_processes{role="worker"}': stays(2) }, {}],
    ],
    quiet: [
      { 'charmbills_processes{role="api"}': stays(1) },
      { 'charmbills_processes{role="api"}': stays(0), 'charmbills_processes{role="all"}': stays(1) },
    ],
  },
  NoWorker: above('charmbills_worker_heartbeat_age_seconds', 120),
  HealthCheckFailing: {
    fires: [[health('chain.node', 2), { check: 'chain.node' }]],
    quiet: [health('chain.node', 1), health('chain.node', 0)],
  },
  HealthCheckDegraded: {
    fires: [[health('chain.node', 1), { check: 'chain.node' }]],
    quiet: [health('chain.node', 0), health('chain.node', 2)],
  },
  FiguresStale: above('charmbills_figures_age_seconds', 120),
  ProcessRestarts: {
    fires: [
      [{ [`process_start_time_seconds{${OF_PROCESS}}`]: '1 2 3 4 5' }, { job: 'charmbills', instance: 'a' }],
    ],
    quiet: [
      { [`process_start_time_seconds{${OF_PROCESS}}`]: `1 2 3 ${stays(4)}` },
      { 'process_start_time_seconds{job="machine",instance="m"}': '1 2 3 4 5' },
    ],
  },
  ErrorRateHigh: {
    fires: [[requests(3, 97), {}]],
    // One in a hundred; and a single visitor whose every request fails.
    quiet: [requests(1, 99), requests(1, 0)],
  },
  UnexpectedErrors: {
    fires: [[{ 'charmbills_errors_total{code="INTERNAL",source="http"}': grows(2) }, { source: 'http' }]],
    quiet: [
      { 'charmbills_errors_total{code="INTERNAL",source="http"}': grows(1) },
      { 'charmbills_errors_total{code="NOT_FOUND",source="http"}': grows(600) },
    ],
  },
  LatencyHigh: {
    fires: [[histogram(HTTP, '', { '0.2': 94, '0.5': 100, '+Inf': 100 }), {}]],
    quiet: [histogram(HTTP, '', { '0.1': 90, '0.2': 96, '0.5': 100, '+Inf': 100 })],
  },
  LatencyVeryHigh: {
    fires: [[histogram(HTTP, '', { '1': 94, '2.5': 100, '+Inf': 100 }), {}]],
    quiet: [histogram(HTTP, '', { '0.5': 50, '1': 96, '2.5': 100, '+Inf': 100 })],
  },
  RateLimitedMany: {
    fires: [[{ 'charmbills_rate_limited_total{limit="request"}': grows(330) }, { limit: 'request' }]],
    quiet: [{ 'charmbills_rate_limited_total{limit="request"}': grows(270) }],
  },
  ApiKeysRefused: {
    fires: [[{ 'charmbills_api_key_requests_total{result="refused"}': grows(66) }, {}]],
    quiet: [
      { 'charmbills_api_key_requests_total{result="refused"}': grows(54) },
      { 'charmbills_api_key_requests_total{result="accepted"}': grows(6_000) },
    ],
  },
  EventLoopBlocked: {
    fires: [[{ [`nodejs_eventloop_lag_p99_seconds{${OF_PROCESS}}`]: stays(0.26) }, { instance: 'a' }]],
    quiet: [{ [`nodejs_eventloop_lag_p99_seconds{${OF_PROCESS}}`]: stays(0.25) }],
  },
  MemoryHigh: {
    fires: [[{ [`process_resident_memory_bytes{${OF_PROCESS}}`]: stays(901e6) }, { instance: 'a' }]],
    quiet: [
      { [`process_resident_memory_bytes{${OF_PROCESS}}`]: stays(899e6) },
      { 'process_resident_memory_bytes{job="prometheus",instance="p"}': stays(2e9) },
    ],
  },
  DatabaseUnreachable: {
    fires: [[health('database.answers', 2), {}]],
    quiet: [health('database.answers', 1), health('chain.node', 2)],
  },
  DatabaseErrors: {
    fires: [[{ 'charmbills_database_errors_total{class="53"}': grows(7) }, { class: '53' }]],
    // Deadlocks and serialisation failures are tried again by themselves.
    quiet: [
      { 'charmbills_database_errors_total{class="53"}': grows(5) },
      { 'charmbills_database_errors_total{class="40"}': grows(600) },
    ],
  },
  DatabasePoolExhausted: {
    fires: [
      [{ [`charmbills_database_connections{${OF_PROCESS},state="waiting"}`]: stays(1) }, { instance: 'a' }],
    ],
    quiet: [
      {
        [`charmbills_database_connections{${OF_PROCESS},state="waiting"}`]: stays(0),
        [`charmbills_database_connections{${OF_PROCESS},state="active"}`]: stays(10),
      },
    ],
  },
  QueriesSlow: {
    fires: [[histogram(QUERIES, 'statement="select",', { '0.05': 94, '0.1': 100, '+Inf': 100 }), {}]],
    quiet: [
      histogram(QUERIES, 'statement="select",', { '0.025': 90, '0.05': 96, '0.1': 100, '+Inf': 100 }),
      histogram(QUERIES, 'statement="transaction",', { '0.05': 0, '2': 100, '+Inf': 100 }),
    ],
  },
  JobsWaiting: above('charmbills_job_queue_oldest_seconds{queue="invoice-renewals"}', 600, {
    queue: 'invoice-renewals',
  }),
  DeadJobs: above('charmbills_dead_jobs{queue="invoice-renewals"}', 0, { queue: 'invoice-renewals' }),
  EventsWaiting: above('charmbills_events_oldest_seconds', 300),
  WebhooksOverdue: above('charmbills_webhook_queue_overdue_seconds', 600),
  WebhooksGivenUp: {
    fires: [[{ 'charmbills_webhook_attempt_duration_seconds_count{outcome="given_up"}': jumps(1) }, {}]],
    quiet: [
      {
        'charmbills_webhook_attempt_duration_seconds_count{outcome="given_up"}': stays(7),
        'charmbills_webhook_attempt_duration_seconds_count{outcome="delivered"}': grows(60),
      },
    ],
  },
  EmailsWaiting: above('charmbills_emails_oldest_seconds', 1_800),
  BitcoinNodeDown: down('charmbills_chain_node_up'),
  ChainFollowerBehind: above('charmbills_chain_follower_lag_blocks', 3),
  ChainTipOld: above('charmbills_chain_tip_age_seconds', 7_200),
  NodeRefusesSpells: down('charmbills_chain_node_relays_spells'),
  TransactionsUnconfirmed: above('charmbills_chain_transactions_pending_oldest_seconds', 21_600),
  Reorganisation: {
    fires: [[{ 'charmbills_chain_blocks_total{change="disconnected"}': jumps(3) }, {}]],
    quiet: [
      { 'charmbills_chain_blocks_total{change="disconnected"}': jumps(1) },
      { 'charmbills_chain_blocks_total{change="connected"}': grows(1) },
    ],
  },
  TransactionsFailed: {
    fires: [[{ 'charmbills_chain_transactions_total{change="failed"}': jumps(5) }, {}]],
    quiet: [
      { 'charmbills_chain_transactions_total{change="failed"}': jumps(2) },
      { 'charmbills_chain_transactions_total{change="confirmed"}': grows(60) },
    ],
  },
  ProverDown: down('charmbills_prover_up'),
  ProverRefuses: {
    fires: [
      [{ 'charmbills_prove_duration_seconds_count{outcome="refused"}': jumps(1) }, {}],
      [{ 'charmbills_prove_duration_seconds_count{outcome="wrong"}': jumps(1) }, {}],
    ],
    quiet: [{ 'charmbills_prove_duration_seconds_count{outcome="proved"}': grows(1) }],
  },
  SpellsWaiting: {
    fires: [
      [{ 'charmbills_spell_jobs_oldest_seconds{state="proving"}': stays(3_601) }, { state: 'proving' }],
      [{ 'charmbills_spell_jobs_oldest_seconds{state="queued"}': stays(3_601) }, { state: 'queued' }],
    ],
    quiet: [
      { 'charmbills_spell_jobs_oldest_seconds{state="proving"}': stays(3_600) },
      // Waiting for somebody's signature is nobody's fault.
      { 'charmbills_spell_jobs_oldest_seconds{state="ready"}': stays(86_400) },
    ],
  },
  LedgerUnsound: {
    // One process that has seen the fault is enough.
    fires: [
      [
        {
          'charmbills_ledger_check_passed{instance="a"}': stays(1),
          'charmbills_ledger_check_passed{instance="b"}': stays(0),
        },
        {},
      ],
    ],
    quiet: [{ 'charmbills_ledger_check_passed{instance="a"}': stays(1) }],
  },
  LedgerCheckOld: {
    fires: [
      [{}, {}],
      [{ charmbills_ledger_check_age_seconds: stays(129_601) }, {}],
    ],
    quiet: [{ charmbills_ledger_check_age_seconds: stays(129_600) }],
  },
  WithdrawalsUnknown: {
    fires: [[{ 'charmbills_withdrawals_waiting{status="unknown"}': stays(1) }, {}]],
    quiet: [
      {
        'charmbills_withdrawals_waiting{status="unknown"}': stays(0),
        'charmbills_withdrawals_waiting{status="requested"}': stays(9),
      },
    ],
  },
  WithdrawalsWaiting: {
    fires: [
      [
        { 'charmbills_withdrawals_oldest_seconds{status="requested"}': stays(86_401) },
        { status: 'requested' },
      ],
    ],
    quiet: [{ 'charmbills_withdrawals_oldest_seconds{status="requested"}': stays(86_400) }],
  },
  DepositsToReview: above('charmbills_deposit_reviews_open', 0),
  ProviderNoticesWaiting: above('charmbills_provider_notices_waiting', 20),
  DiskFilling: {
    // 20 MB a minute are 115 GB in four days.
    fires: [[{ [`node_filesystem_avail_bytes{${DISK}}`]: grows(-20e6, 100e9) }, DISK_LABELS]],
    quiet: [
      { [`node_filesystem_avail_bytes{${DISK}}`]: grows(-10e6, 100e9) },
      { [`node_filesystem_avail_bytes{${TEMPORARY}}`]: grows(-20e6, 100e9) },
    ],
  },
  DiskFull: {
    fires: [
      [
        {
          [`node_filesystem_avail_bytes{${DISK}}`]: stays(7e9),
          [`node_filesystem_size_bytes{${DISK}}`]: stays(100e9),
        },
        DISK_LABELS,
      ],
    ],
    quiet: [
      {
        [`node_filesystem_avail_bytes{${DISK}}`]: stays(9e9),
        [`node_filesystem_size_bytes{${DISK}}`]: stays(100e9),
      },
      {
        [`node_filesystem_avail_bytes{${TEMPORARY}}`]: stays(0),
        [`node_filesystem_size_bytes{${TEMPORARY}}`]: stays(100e9),
      },
    ],
  },
  MachineMemoryLow: {
    fires: [
      [
        {
          'node_memory_MemAvailable_bytes{job="machine",instance="m"}': stays(9),
          'node_memory_MemTotal_bytes{job="machine",instance="m"}': stays(100),
        },
        MACHINE_LABELS,
      ],
    ],
    quiet: [
      {
        'node_memory_MemAvailable_bytes{job="machine",instance="m"}': stays(11),
        'node_memory_MemTotal_bytes{job="machine",instance="m"}': stays(100),
      },
    ],
  },
  MachineBusy: {
    // Of two processors one is idle for a fifth of the minute, and for two fifths.
    fires: [
      [
        {
          'node_cpu_seconds_total{cpu="0",mode="idle"}': grows(12),
          'node_cpu_seconds_total{cpu="1",mode="idle"}': grows(0),
        },
        {},
      ],
    ],
    quiet: [
      {
        'node_cpu_seconds_total{cpu="0",mode="idle"}': grows(24),
        'node_cpu_seconds_total{cpu="1",mode="idle"}': grows(0),
      },
    ],
  },
};
