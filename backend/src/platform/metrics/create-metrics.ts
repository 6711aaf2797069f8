import { collectDefaultMetrics, Registry } from 'prom-client';
import { createInstallationMetrics, type InstallationMetrics } from './installation-metrics.ts';
import { createProcessMetrics, type ProcessMetrics } from './process-metrics.ts';

/** Everything that is measured, on a registry of its own. */
export interface Metrics extends ProcessMetrics, InstallationMetrics {
  readonly registry: Registry;
}

/**
 * Registers every metric that there is. `runtime` adds those of Node and the process, which keep timers and observers
 * for as long as the process lives.
 */
export function createMetrics({ runtime = false }: { readonly runtime?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (runtime) collectDefaultMetrics({ register: registry });
  return { registry, ...createProcessMetrics(registry), ...createInstallationMetrics(registry) };
}

/** The names under which Prometheus finds what a registry holds: histograms have three. */
export function seriesNames(registry: Registry): string[] {
  return registry
    .getMetricsAsArray()
    .flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );
}
