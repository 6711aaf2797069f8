import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../stack/root.ts';
import { runProgram } from '../stack/run-program.ts';
import { textOf, yamlOf } from './testing/files.ts';
import { knownSeries } from './testing/known-series.ts';
import { obtainProgram } from './testing/obtain-program.ts';
import { seriesIn } from './testing/promql.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string }[];
}

const FOLDER = 'ops/deploy/prometheus';
const RUNBOOKS = 'docs/operations/runbooks.md';
const known = knownSeries();
const { groups } = yamlOf<{ groups: readonly { rules: readonly Rule[] }[] }>(`${FOLDER}/alerts.yml`);
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(textOf('ops/deploy/grafana/dashboards/charmbills.json')) as {
  panels: readonly Panel[];
};
const promtool = await obtainProgram('promtool');
const runPromtool = (...args: string[]) =>
  promtool &&
  runProgram(promtool.command, [...promtool.args, ...args.slice(0, -1), join(ROOT, args.at(-1) ?? '')]);

describe.skipIf(promtool === undefined)('promtool finds nothing wrong', () => {
  test('with the rules', async () => {
    expect((await runPromtool('check', 'rules', `${FOLDER}/alerts.yml`))?.join('\n')).toContain('SUCCESS');
  });

  test('with the configuration', async () => {
    const config = `${FOLDER}/prometheus.yml`;
    expect((await runPromtool('check', 'config', '--syntax-only', config))?.join('\n')).toContain('SUCCESS');
  });
});

const amtool = await obtainProgram('amtool');

test.skipIf(amtool === undefined)('amtool finds nothing wrong with where alerts go', async () => {
  const { command = '', args = [] } = amtool ?? {};
  const config = join(ROOT, 'ops/deploy/alertmanager/alertmanager.yml');
  expect((await runProgram(command, [...args, 'check-config', config])).join('\n')).toContain('SUCCESS');
});

test.each(rules)('the alert $alert reads series that there are', ({ expr }) => {
  expect(seriesIn(expr).filter((name) => !known.has(name))).toEqual([]);
  expect(seriesIn(expr).length).toBeGreaterThan(0);
});

test('alerts have names of their own', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

test.each(rules)('the alert $alert is urgent or not, and says what happens', ({ labels, annotations }) => {
  expect(['page', 'ticket']).toContain(labels.severity);
  expect(annotations.summary).toMatch(/\.$/);
});

describe('runbooks', () => {
  const text = existsSync(join(ROOT, RUNBOOKS)) ? textOf(RUNBOOKS) : '';
  const sections = new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0]?.trim() ?? '', section]),
  );

  test.each(rules)('$alert has a section with meaning, first look and remedy', ({ alert, annotations }) => {
    expect(annotations.runbook).toBe(`${RUNBOOKS}#${alert.toLowerCase()}`);
    for (const part of ['**Meaning', '**First look', '**Remedy']) {
      expect([alert, sections.get(alert)?.includes(part)]).toEqual([alert, true]);
    }
  });

  test('no section is about an alert that there is not', () => {
    expect([...sections.keys()].sort()).toEqual(rules.map(({ alert }) => alert).sort());
  });
});

test.each(panels.filter(({ type }) => type !== 'row'))(
  'the panel “$title” reads series that there are, from the provisioned source',
  ({ targets = [], datasource }) => {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets) expect(seriesIn(expr).filter((name) => !known.has(name))).toEqual([]);
    expect(datasource?.uid).toBe('prometheus');
  },
);

test('every metric of the product is on the dashboard or in an alert', () => {
  const shown = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ].flatMap(seriesIn);
  const bases = new Set(shown.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  const own = [...known].filter((name) => name.startsWith('charmbills_'));
  const missing = new Set(
    own.map((name) => name.replace(/_(bucket|sum|count)$/, '')).filter((name) => !bases.has(name)),
  );
  expect([...missing]).toEqual([]);
});

test('panels stand beside each other, not on top of each other', () => {
  const overlaps = panels.flatMap((one, i) =>
    panels
      .slice(i + 1)
      .filter(
        ({ gridPos: { x, y, w, h } }) =>
          x < one.gridPos.x + one.gridPos.w &&
          one.gridPos.x < x + w &&
          y < one.gridPos.y + one.gridPos.h &&
          one.gridPos.y < y + h,
      )
      .map((other) => [one.title, other.title]),
  );
  expect(overlaps).toEqual([]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test('a name is found in PromQL whatever stands around it', () => {
  const text =
    'histogram_quantile(0.95, sum by (le, code) (rate(a_bucket{code="b_total"}[5m]))) / max(c) > 2e3';
  expect(seriesIn(text)).toEqual(['a_bucket', 'c']);
});
