import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../../../backend/src/platform/metrics/index.ts';
import { ROOT } from '../stack/root.ts';
import { ALERT_CASES, type Series } from './testing/alert-cases.ts';
import { yamlOf } from './testing/files.ts';
import { obtainProgram } from './testing/obtain-program.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const RULES = 'ops/deploy/prometheus/alerts.yml';
const { groups } = yamlOf<{ groups: readonly { rules: readonly Rule[] }[] }>(RULES);
const rules = groups.flatMap((group) => group.rules);

test('every alert is tried, and nothing else', () => {
  expect(Object.keys(ALERT_CASES).sort()).toEqual(rules.map(({ alert }) => alert).sort());
  for (const { fires, quiet } of Object.values(ALERT_CASES)) {
    expect(fires.length).toBeGreaterThan(0);
    expect(quiet.length).toBeGreaterThan(0);
  }
});

test('what an alert takes the increase of is there from the start: a first one would not be seen otherwise', async () => {
  const text = await createMetrics().registry.metrics();
  const counted = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/increase\((\w+)\{(\w+)=~?"([^"]+)"\}/g)].flatMap(([, name, label, values = '']) =>
      values.split('|').map((value) => `${name}{${label}="${value}"} 0`),
    ),
  );
  expect(counted.length).toBeGreaterThan(3);
  expect(counted.filter((line) => !text.split('\n').includes(line))).toEqual([]);
  expect(rules.filter(({ expr }) => (expr.match(/increase\(/g) ?? []).length > 1)).toEqual([]);
});

const minutesOf = (duration = '0m') =>
  duration.endsWith('h') ? 60 * Number.parseInt(duration, 10) : Number.parseInt(duration, 10);

/** What promtool is asked: at a minute, what the alert says, or that it does not fire. */
function ask(rule: Rule, series: Series, minute: number, labels?: Readonly<Record<string, string>>) {
  const shown = (text: string) =>
    text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels?.[name] ?? '?');
  const annotations = Object.entries(rule.annotations).map(([name, text]) => [name, shown(text)]);
  return {
    name: `${rule.alert} at ${minute} min with ${JSON.stringify(series)}`,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      {
        eval_time: `${minute}m`,
        alertname: rule.alert,
        exp_alerts:
          labels === undefined
            ? []
            : [
                {
                  exp_labels: { ...rule.labels, ...labels },
                  exp_annotations: Object.fromEntries(annotations),
                },
              ],
      },
    ],
  };
}

const promtool = await obtainProgram('promtool');

describe.skipIf(promtool === undefined)('promtool', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'charmbills-alerts-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(name: string, tests: readonly object[]): Promise<string> {
    const file = join(folder, `${name}.json`);
    await writeFile(
      file,
      JSON.stringify({ rule_files: [join(ROOT, RULES)], evaluation_interval: '1m', tests }),
    );
    const { command = '', args = [] } = promtool ?? {};
    // It prints what was expected and what it got.
    const { stdout, stderr } = await promisify(execFile)(command, [...args, 'test', 'rules', file]).catch(
      (error: { readonly stdout: string; readonly stderr: string }) => error,
    );
    return stdout + stderr;
  }

  test('every alert fires when it should, not before, and not otherwise', async () => {
    const tests = rules.flatMap((rule) => {
      const { fires, quiet } = ALERT_CASES[rule.alert] ?? { fires: [], quiet: [] };
      const wait = minutesOf(rule.for);
      return [
        ...fires.flatMap(([series, labels]) => [
          // A rate over ten minutes takes as long to be what it is.
          ask(rule, series, wait === 0 ? 5 : wait + 15, labels),
          ...(wait === 0 ? [] : [ask(rule, series, wait - 1)]),
        ]),
        ...quiet.map((series) => ask(rule, series, wait + 15)),
      ];
    });
    expect(await run('all', tests)).toMatch(/^Unit Testing: .*\n\s*SUCCESS\s*$/);
  }, 300_000);

  test('says so when an alert does not do what is expected of it', async () => {
    const rule = rules.find(({ alert }) => alert === 'NoWorker');
    const [[series = {}] = []] = ALERT_CASES.NoWorker?.fires ?? [];
    if (rule === undefined) throw new Error('no such alert');
    expect(await run('silent', [ask(rule, series, 15)])).toMatch(/FAILED.*NoWorker/s);
    expect(await run('loud', [ask(rule, {}, 15, {})])).toMatch(/FAILED.*NoWorker/s);
  });
});
