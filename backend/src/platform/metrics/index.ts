export { createMetrics, type Metrics, seriesNames } from './create-metrics.ts';
