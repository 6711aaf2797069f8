import { createMetrics, seriesNames } from '../../../../backend/src/platform/metrics/index.ts';

/** Of Prometheus itself, and of the exporter that docker-compose.yml runs with these collectors. */
const OF_OTHERS = [
  'up',
  'ALERTS',
  'node_filesystem_avail_bytes',
  'node_filesystem_size_bytes',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemTotal_bytes',
  'node_cpu_seconds_total',
];

/** Every series that alerts and dashboards may name. */
export function knownSeries(): ReadonlySet<string> {
  const { registry } = createMetrics({ runtime: true });
  const known = new Set([...seriesNames(registry), ...OF_OTHERS]);
  registry.clear();
  return known;
}
