import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMetrics, seriesNames } from './index.ts';

const { registry } = createMetrics();
const metrics = registry.getMetricsAsArray();
const text = readFileSync(new URL('../../../../docs/operations/metrics.md', import.meta.url), 'utf8');
const documented = new Map(
  [...text.matchAll(/^\| `(charmbills_\w+)` *\| (\w+) *\| ([^|]*)\|/gm)].map(
    ([, name = '', type, labels = '']) => [
      name,
      { type, labels: [...labels.replace(/\([^)]*\)/g, '').matchAll(/`(\w+)`/g)].map(([, label]) => label) },
    ],
  ),
);

test('every metric is explained with its type and labels, and nothing else is', () => {
  const registered = metrics.map((metric) => [
    metric.name,
    { type: String(metric.type), labels: 'labelNames' in metric ? metric.labelNames : [] },
  ]);
  expect([...documented]).toEqual(registered);
});

test('names follow the conventions: a prefix, and the unit or total at the end', () => {
  for (const { name, type } of metrics) {
    expect(name).toMatch(/^charmbills_[a-z_]+$/);
    expect(name.endsWith('_total')).toBe(String(type) === 'counter');
    if (String(type) === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});

test('the series of a registry are what Prometheus finds there', async () => {
  const { registry: fresh, httpDuration } = createMetrics();
  httpDuration.observe({ method: 'GET', route: '/x', status_class: '2xx' }, 0.1);
  const found = [...(await fresh.metrics()).matchAll(/^(charmbills_\w+)/gm)].map(([, name]) => name);
  const names = seriesNames(fresh);
  expect(found.filter((name) => !names.includes(name ?? ''))).toEqual([]);
  expect(found).toContain('charmbills_http_request_duration_seconds_bucket');
});

test('one registry knows nothing of another', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.rateLimited.inc({ limit: 'request' });
  expect(await one.registry.metrics()).toContain('charmbills_rate_limited_total{limit="request"} 1');
  expect(await other.registry.metrics()).not.toContain('charmbills_rate_limited_total{limit');
});
