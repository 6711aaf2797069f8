import type { ApiProblem } from './api-problem.ts';

/**
 * What stands under a field that the API refused, as `shouldBe` puts it; undefined under any other.
 * @param field the last part of its name in the API: `priceSats` of `input.priceSats`
 */
export function fieldError(
  problem: ApiProblem | undefined,
  field: string,
  shouldBe: (expected: string) => string,
): string | undefined {
  if (problem?.field?.split('.').at(-1) !== field) return undefined;
  const { expected } = problem.facts;
  return typeof expected === 'string' ? shouldBe(expected) : problem.message;
}
