import { GraphQLError, Kind } from 'graphql';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { NotFoundError } from '../../platform/errors/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { DocumentRefusedError } from '../documents/document-store.ts';
import { formatGraphQLError, statusOf, toGraphQLErrors } from './format-error.ts';

test('an error of ours speaks by the table, however deep it is wrapped', () => {
  const thrown = new NotFoundError('plan', 'plan_1');
  const wrapped = new GraphQLError('x', { originalError: new GraphQLError('y', { originalError: thrown }) });
  for (const error of [thrown, wrapped]) {
    expect(formatGraphQLError(error, silentLogger)).toEqual({
      message: 'There is no plan plan_1.',
      extensions: { code: 'NOT_FOUND', retryable: false, facts: { kind: 'plan', id: 'plan_1' } },
    });
  }
});

test('an unknown error is masked, and logged under the reference that the caller sees', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  const secret = 'password=hunter2';
  for (const error of [
    new Error(secret),
    new GraphQLError(secret, { originalError: new Error(secret), path: ['plan', 0] }),
    new GraphQLError(secret),
    secret,
    undefined,
  ]) {
    const formatted = formatGraphQLError(error, logger);
    const { reference } = Object(formatted.extensions?.facts);
    expect(JSON.stringify(formatted)).not.toContain('hunter2');
    expect(formatted.extensions?.code).toBe('INTERNAL');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ reference });
  }
  expect(lines).toHaveLength(5);
});

test('an extension code that a thrown error brings along cannot unmask it', () => {
  const inner = Object.assign(new Error('secret'), { extensions: { code: 'BAD_REQUEST' } });
  const located = new GraphQLError('secret', { originalError: inner });
  expect(JSON.stringify(formatGraphQLError(located, silentLogger))).not.toContain('secret');
});

test('a variable that does not fit is the caller to mend', () => {
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'n' } } as const;
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Int' } } as const;
  const error = new GraphQLError('Variable "$n" got invalid value "x"', {
    nodes: [{ kind: Kind.VARIABLE_DEFINITION, variable, type }],
  });
  expect(formatGraphQLError(error, silentLogger)).toMatchObject({
    message: 'Variable "$n" got invalid value "x"',
    extensions: { code: 'BAD_REQUEST' },
  });
});

test('refused documents keep what graphql-js said, under their code', () => {
  const refused = new DocumentRefusedError('GRAPHQL_PARSE_FAILED', [new GraphQLError('Syntax Error: oops')]);
  const [error] = toGraphQLErrors(refused);
  expect(formatGraphQLError(error, silentLogger)).toMatchObject({
    message: 'Syntax Error: oops',
    extensions: { code: 'GRAPHQL_PARSE_FAILED', retryable: false },
  });
});

test('the status is that of the first error, and of an internal one when that is unknown', () => {
  expect(statusOf([formatGraphQLError(new NotFoundError('a', 'b'), silentLogger)])).toBe(404);
  expect(statusOf([{ message: '', extensions: { code: 'toString' } }])).toBe(500);
  expect(statusOf([])).toBe(500);
});
