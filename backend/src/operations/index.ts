import 'reflect-metadata';
import { HealthResolver } from './health/health.resolver.ts';
import { JobsResolver } from './jobs/jobs.resolver.ts';
import { LedgerCheckResolver } from './ledger/ledger-check.resolver.ts';
import { ProverQueueResolver } from './prover/prover-queue.resolver.ts';

export { createFiguresReader, type FiguresReader } from './figures/figures-reader.ts';
export { type Check, failing, type HealthReport, ok, reportOf } from './health/check.ts';
export { createHealth, type Health } from './health/create-health.ts';
export type { HealthSources } from './health/health-sources.ts';
export { startHeartbeat } from './heartbeat/start-heartbeat.ts';
export { measureInstallation } from './measure-installation.ts';
export type { OperationsServices } from './ports.ts';
export { pruneJob } from './retention/prune.job.ts';
export { type Pruned, prune } from './retention/prune.ts';

export const operationsResolvers = [
  HealthResolver,
  JobsResolver,
  ProverQueueResolver,
  LedgerCheckResolver,
] as const;
