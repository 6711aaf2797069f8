import type { PlatformServices } from '../platform/services.ts';
import type { FiguresReader } from './figures/figures-reader.ts';
import { publishFigures, secondsBetween } from './figures/publish-figures.ts';
import { HEALTH_STATUSES } from './health/check.ts';
import type { Health } from './health/create-health.ts';
import { kept } from './health/kept.ts';

const KEPT_MS = 10_000;

interface Sources extends Pick<PlatformServices, 'clock' | 'database' | 'metrics' | 'config' | 'logger'> {
  readonly figures: FiguresReader;
  readonly health: Health;
}

/** Brings the gauges up to date, those of the installation at most once in ten seconds. Never rejects. */
export function measureInstallation(sources: Sources, keptMs = KEPT_MS): () => Promise<void> {
  const { clock, config, database, figures, health, logger, metrics } = sources;
  const installation = kept(async () => {
    const [read, report, node] = await Promise.all([
      figures.read().catch(() => undefined),
      health.all(),
      health.node(),
    ]);
    if (read) publishFigures(metrics, read, clock.now());
    for (const { name, status } of report.checks) {
      metrics.healthCheck.set({ check: name }, HEALTH_STATUSES.indexOf(status));
      if (name === 'prover.ready') metrics.proverUp.set(status === 'ok' ? 1 : 0);
    }
    metrics.chainNodeUp.set(node ? 1 : 0);
    if (!node) return;
    metrics.chainHeight.set({ of: 'node' }, node.height);
    if (read?.tip) metrics.chainLag.set(Math.max(0, node.height - read.tip.height));
    if (node.relaysSpells !== undefined) metrics.chainRelaysSpells.set(node.relaysSpells ? 1 : 0);
  }, keptMs);

  return async () => {
    const { totalCount, idleCount, waitingCount } = database.pool;
    metrics.databaseConnections.set({ state: 'in_use' }, totalCount - idleCount);
    metrics.databaseConnections.set({ state: 'idle' }, idleCount);
    metrics.databaseConnections.set({ state: 'waiting' }, waitingCount);
    metrics.databaseConnectionsLimit.set(config.DATABASE_POOL_SIZE);
    await installation().catch((error: unknown) =>
      logger.warn({ err: error }, 'metrics of the installation'),
    );
    if (figures.last) metrics.figuresAge.set(secondsBetween(figures.last.at, clock.now()));
  };
}
