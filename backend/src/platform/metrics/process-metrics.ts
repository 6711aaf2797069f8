import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds. 0.2 is the bound that the API promises for 95 of 100 requests. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10];
const OPERATION_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 2];
const QUERY_BUCKETS = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10];
const JOB_BUCKETS = [0.01, 0.1, 1, 10, 60, 300, 1_200];
const DELIVERY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const PROVE_BUCKETS = [1, 5, 30, 60, 180, 300, 600, 1_200];
const CONFIRMATION_BUCKETS = [60, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

export type ProcessMetrics = ReturnType<typeof createProcessMetrics>;

/** What this process does and has, counted where it happens. Every label has a bounded set of values. */
export function createProcessMetrics(registry: Registry) {
  const metrics = registerProcessMetrics(registry);
  // Alerts ask by how much these have grown: a series that begins with its first event would not have grown by it.
  metrics.chainBlocks.inc({ change: 'disconnected' }, 0);
  metrics.chainTransactions.inc({ change: 'failed' }, 0);
  for (const outcome of ['refused', 'wrong']) metrics.proveDuration.zero({ outcome });
  metrics.webhookAttempts.zero({ outcome: 'given_up' });
  return metrics;
}

function registerProcessMetrics(registry: Registry) {
  const registers = [registry];
  return {
    buildInfo: new Gauge({
      name: 'charmbills_build_info',
      help: 'Always 1: the version and role of the process.',
      labelNames: ['version', 'role'],
      registers,
    }),

    httpDuration: new Histogram({
      name: 'charmbills_http_request_duration_seconds',
      help: 'HTTP requests by pattern of the route and class of the status.',
      labelNames: ['method', 'route', 'status_class'],
      buckets: REQUEST_BUCKETS,
      registers,
    }),
    httpInFlight: new Gauge({
      name: 'charmbills_http_requests_in_flight',
      help: 'HTTP requests that are being answered.',
      registers,
    }),
    httpConnections: new Gauge({
      name: 'charmbills_http_connections',
      help: 'Open TCP connections, those of live updates included.',
      registers,
    }),
    liveConnections: new Gauge({
      name: 'charmbills_live_connections',
      help: 'Open WebSocket connections for live updates.',
      registers,
    }),
    graphqlDuration: new Histogram({
      name: 'charmbills_graphql_operation_duration_seconds',
      help: 'GraphQL operations over HTTP, by the field of the schema that they ask for.',
      labelNames: ['kind', 'operation', 'outcome'],
      buckets: OPERATION_BUCKETS,
      registers,
    }),
    errors: new Counter({
      name: 'charmbills_errors_total',
      help: 'Errors by code, as the table of errors has them; INTERNAL is what nobody expected.',
      labelNames: ['code', 'source'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'charmbills_rate_limited_total',
      help: 'Requests refused because there were too many.',
      labelNames: ['limit'],
      registers,
    }),
    apiKeyRequests: new Counter({
      name: 'charmbills_api_key_requests_total',
      help: 'Requests that came with an API key.',
      labelNames: ['result'],
      registers,
    }),

    queryDuration: new Histogram({
      name: 'charmbills_database_query_duration_seconds',
      help: 'Statements as the process waits for them, by their first word.',
      labelNames: ['statement'],
      buckets: QUERY_BUCKETS,
      registers,
    }),
    queryErrors: new Counter({
      name: 'charmbills_database_errors_total',
      help: 'Statements that failed, by the class of the SQLSTATE; connection is none at all.',
      labelNames: ['class'],
      registers,
    }),
    databaseConnections: new Gauge({
      name: 'charmbills_database_connections',
      help: 'Connections of the pool by what they do, and callers that wait for one.',
      labelNames: ['state'],
      registers,
    }),
    databaseConnectionsLimit: new Gauge({
      name: 'charmbills_database_connections_limit',
      help: 'The most connections that the pool may have.',
      registers,
    }),

    jobDuration: new Histogram({
      name: 'charmbills_job_duration_seconds',
      help: 'Runs of background jobs, by queue and how they ended.',
      labelNames: ['queue', 'outcome'],
      buckets: JOB_BUCKETS,
      registers,
    }),
    chainBlocks: new Counter({
      name: 'charmbills_chain_blocks_total',
      help: 'Blocks that this process connected, or disconnected in a reorganisation.',
      labelNames: ['change'],
      registers,
    }),
    chainTransactions: new Counter({
      name: 'charmbills_chain_transactions_total',
      help: 'What happened to transactions of ours on the chain.',
      labelNames: ['change'],
      registers,
    }),
    confirmationTime: new Histogram({
      name: 'charmbills_chain_confirmation_seconds',
      help: 'From the broadcast of a transaction, or its detection, to its block.',
      buckets: CONFIRMATION_BUCKETS,
      registers,
    }),
    proveDuration: new Histogram({
      name: 'charmbills_prove_duration_seconds',
      help: 'Requests to the prover, by how they ended.',
      labelNames: ['outcome'],
      buckets: PROVE_BUCKETS,
      registers,
    }),
    webhookAttempts: new Histogram({
      name: 'charmbills_webhook_attempt_duration_seconds',
      help: 'Attempts to deliver webhooks, by what becomes of the delivery.',
      labelNames: ['outcome'],
      buckets: DELIVERY_BUCKETS,
      registers,
    }),
    emails: new Counter({
      name: 'charmbills_emails_total',
      help: 'Attempts to send e-mails, by what becomes of the e-mail.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
