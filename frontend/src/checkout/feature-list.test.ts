import { expect, test } from 'vitest';
import { featureList } from './feature-list.ts';

test('keys are words, amounts stand beside them, and what is not granted is left out', () => {
  expect(
    featureList({ api_access: true, 'team-seats': 5, support: 'by mail', sso: false, odd: null }),
  ).toEqual([
    { name: 'Api access', value: undefined },
    { name: 'Team seats', value: '5' },
    { name: 'Support', value: 'by mail' },
  ]);
});
