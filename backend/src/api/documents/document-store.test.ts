import { buildSchema, getIntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { createDocumentStore, DocumentRefusedError } from './document-store.ts';
import { DOCUMENT_LIMITS } from './limits.ts';

const schema = buildSchema('type Query { a: Query x: Int }');
const store = (introspection = false, keptCharacters = 2_000) =>
  createDocumentStore(schema, { introspection, keptCharacters });

test('a document is parsed and validated once', () => {
  const documents = store();
  const document = documents.prepare('{ x }');
  expect(documents.prepare(`{${' '}x }`)).toBe(document);
  expect(documents.prepare('{ a { x } }')).not.toBe(document);
});

test('documents used longest ago are forgotten first', () => {
  const documents = store(false, 450);
  const one = documents.prepare('{ one: x }');
  const two = documents.prepare('{ two: x }');
  documents.prepare('{ one: x }');
  documents.prepare('{ six: x }');
  expect(documents.prepare('{ one: x }')).toBe(one);
  expect(documents.prepare('{ two: x }')).not.toBe(two);
});

test('however short they are, documents are kept up to a number', () => {
  const documents = store(false, 20_000);
  const first = documents.prepare('{ a0: x }');
  for (let i = 1; i < 110; i++) documents.prepare(`{ a${i}: x }`);
  expect(documents.prepare('{ a0: x }')).not.toBe(first);
});

test.each([
  ['{', 'GRAPHQL_PARSE_FAILED'],
  ['', 'GRAPHQL_PARSE_FAILED'],
  [`{ ${'a{'.repeat(2_000)}`, 'GRAPHQL_PARSE_FAILED'],
  ['{ y }', 'GRAPHQL_VALIDATION_FAILED'],
  ['{ ...F } fragment F on Query { ...F }', 'GRAPHQL_VALIDATION_FAILED'],
])('%j is refused with one code', (source, code) => {
  const documents = store();
  expect(() => documents.prepare(source)).toThrow(DocumentRefusedError);
  expect(() => documents.prepare(source)).toThrow(expect.objectContaining({ code }));
});

test('what is too large is refused before it is validated', () => {
  const characters = ' '.repeat(DOCUMENT_LIMITS.characters);
  for (const source of [`{ x }${characters}`, `{ ${'nonsense '.repeat(100)} }`]) {
    expect(() => store().prepare(source)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }));
  }
});

test('validation stops after a few errors', () => {
  const source = `{ ${Array.from({ length: 20 }, (_, i) => `y${i}`).join(' ')} }`;
  const attempt = () => store().prepare(source);
  expect(attempt).toThrow(expect.objectContaining({ errors: expect.any(Array) }));
  try {
    attempt();
  } catch (error) {
    expect((error as DocumentRefusedError).errors.length).toBeLessThanOrEqual(11);
  }
});

test('introspection works where it is allowed, and where it is not, nothing hints at names', () => {
  expect(() => store(true).prepare(getIntrospectionQuery())).not.toThrow();
  expect(() => store(false).prepare(getIntrospectionQuery())).toThrow(DocumentRefusedError);
  const hints = (introspection: boolean) => {
    try {
      createDocumentStore(buildSchema('type Query { secret: Int }'), { introspection }).prepare('{ secrat }');
    } catch (error) {
      return (error as DocumentRefusedError).errors[0]?.message;
    }
    return undefined;
  };
  expect(hints(true)).toBe('Cannot query field "secrat" on type "Query". Did you mean "secret"?');
  expect(hints(false)).toBe('Cannot query field "secrat" on type "Query".');
});
