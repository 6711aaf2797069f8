import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { operationLabel } from './operation-label.ts';

test.each([
  ['query Anything { me { id } }', 'query', 'me'],
  ['{ mine: me { id } }', 'query', 'me'],
  ['{ a: plan(id: 1) { id } b: plan(id: 2) { id } }', 'query', 'plan'],
  ['{ me { id } plan(id: 1) { id } }', 'query', 'several'],
  ['query { ...Mine } fragment Mine on Query { me { id } }', 'query', 'several'],
  ['{ __schema { types { name } } }', 'query', 'introspection'],
  ['mutation M { signOut }', 'mutation', 'signOut'],
])('%s is counted as %s %s', (document, kind, operation) => {
  expect(operationLabel(getOperationAST(parse(document)))).toEqual({ kind, operation });
});

test('what could not be run has a name of its own', () => {
  expect(operationLabel(undefined)).toEqual({ kind: 'none', operation: 'refused' });
});
