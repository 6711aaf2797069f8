import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import {
  describeError,
  ERROR_TABLE,
  type ErrorCode,
  InvalidInputError,
  NotFoundError,
  publicText,
} from './index.ts';

const rows = Object.entries(ERROR_TABLE) as [ErrorCode, (typeof ERROR_TABLE)[ErrorCode]][];

test.each(rows)('%s has a status, and a text that says something', (code, { status, text, retryable }) => {
  expect(code).toMatch(/^[A-Z][A-Z_]+[A-Z]$/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  expect(text.length).toBeGreaterThan(5);
  // Busy and away may pass by waiting; what the caller got wrong does not.
  if (status === 429 || status === 503) expect(retryable).toBe(true);
  if (status === 400 || status === 404) expect(retryable).toBe(false);
});

test('the facts of an error fill its text; a missing one does not leak as "undefined"', () => {
  expect(publicText('NOT_FOUND', { kind: 'plan', id: 'plan_1' })).toBe('There is no plan plan_1.');
  expect(publicText('NOT_FOUND', {})).toBe('There is no ? ?.');
  expect(publicText('INVALID_INPUT', { field: '{expected}', expected: 'x' })).toBe('{expected}: x');
});

test('an error of ours is described by its row, with its facts, and is not logged', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  expect(describeError(new InvalidInputError('name', 'not empty'), logger)).toEqual({
    code: 'INVALID_INPUT',
    status: 400,
    retryable: false,
    message: 'name: not empty',
    facts: { field: 'name', expected: 'not empty' },
  });
  expect(lines).toEqual([]);
});

test('anything else is masked, and logged once under the reference that is told', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  for (const thrown of [new Error('secret'), 'secret', { secret: true }, null, undefined]) {
    const described = describeError(thrown, logger);
    expect(described).toMatchObject({ code: 'INTERNAL', status: 500, retryable: true });
    expect(JSON.stringify(described)).not.toContain('secret');
    const { reference } = described.facts;
    expect(described.message).toContain(String(reference));
    expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({ reference });
  }
  expect(lines).toHaveLength(5);
});

test('an error names its class, code and facts to whoever reads the log', () => {
  const error = new NotFoundError('plan', 'plan_1');
  expect(error.name).toBe('NotFoundError');
  expect(error.message).toBe('NOT_FOUND kind=plan id=plan_1');
  expect(String(error)).toBe('NotFoundError: NOT_FOUND kind=plan id=plan_1');
});

test('every code of the table is thrown somewhere, and every class has a code of the table', () => {
  const source = fileURLToPath(new URL('../..', import.meta.url));
  const files = globSync('**/*.ts', { cwd: source })
    .filter((file) => !/generated|\.test\.ts$|error-table\.ts$/.test(file))
    .map((file) => readFileSync(`${source}/${file}`, 'utf8'));
  const text = files.join('\n');
  const unused = rows.map(([code]) => code).filter((code) => !new RegExp(`'${code}'`).test(text));
  expect(unused).toEqual([]);
});

/** The facts that the text of each code names must be among those that its class gives. */
test('the facts that a text names are given by its class', () => {
  const named = rows.map(([code, { text }]) => [
    code,
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
  ]);
  const source = fileURLToPath(new URL('../..', import.meta.url));
  const classes = globSync('**/*.errors.ts', { cwd: source }).map((file) =>
    readFileSync(`${source}/${file}`, 'utf8'),
  );
  const own = readFileSync(new URL('./app-error.ts', import.meta.url), 'utf8');
  const bodies = new Map(
    [...[own, ...classes].join('\n').matchAll(/class \w+ extends AppError \{(.*?)\n\}/gs)].map(
      ([, body = '']) => [/code = '(\w+)'/.exec(body)?.[1], body],
    ),
  );
  for (const [code, facts] of named) {
    const body = bodies.get(String(code));
    if (body === undefined) continue;
    for (const fact of facts ?? [])
      expect([code, body]).toEqual([code, expect.stringMatching(new RegExp(`\\b${fact}\\b`))]);
  }
});
