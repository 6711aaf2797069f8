'use client';
import { useCommonStrings } from '../strings/common.ts';
import type { ApiProblem } from './api-problem.ts';
import { fieldError } from './field-error.ts';

/** What is wrong with each field of a form that the API refused, by the field's name there. */
export function useFieldErrors(problem: ApiProblem | undefined): (field: string) => string | undefined {
  const { shouldBe } = useCommonStrings();
  return (field) => fieldError(problem, field, shouldBe);
}
