import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { ERROR_TABLE } from '../platform/errors/index.ts';
import { buildSchema } from './schema.ts';

const text = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
const schema = buildSchema();

const blocks = [...text.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, block = '']) => block);
/** What the examples pass to `gql '…'`. */
const inShell = [...text.matchAll(/gql '([^']*)'/g)].map(([, operation = '']) => operation);

test('the examples of every kind are found', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(5);
  expect(inShell.length).toBeGreaterThanOrEqual(10);
});

const operations = [...blocks, ...inShell].map((operation) => [operation.split('\n')[0], operation] as const);

test.each(operations)('%s … is an operation of the schema', (_, operation) => {
  expect(validate(schema, parse(operation))).toEqual([]);
});

test('every operation there is has its place in the text', () => {
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const names = types.flatMap((type) => Object.keys(type?.getFields() ?? {}));
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

test('the table of errors is that of the product: paste the rows that differ', () => {
  const rows = text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, code, status]) => /^`[A-Z_]+`$/.test(code ?? '') && /^\d{3}$/.test(status ?? ''))
    .map((cells) => `| ${cells.slice(1, -1).join(' | ')} |`);
  const expected = Object.entries(ERROR_TABLE).map(
    ([code, { status, retryable, text: message }]) =>
      `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${message} |`,
  );
  expect(rows).toEqual(expected);
});
