import { InvalidInputError } from '../../platform/errors/index.ts';

const MAX_ENTRIES = 20;
const KEY = /^[\w.-]{1,40}$/;
const VALUE_LIMIT = 500;

/** A merchant's own notes as they are stored. @throws InvalidInputError */
export function checkMetadata(input: unknown): Record<string, string> {
  const entries = typeof input === 'object' && input !== null ? Object.entries(input) : undefined;
  const usable = entries?.every(
    ([key, value]) => KEY.test(key) && typeof value === 'string' && value.length <= VALUE_LIMIT,
  );
  if (!entries || !usable || entries.length > MAX_ENTRIES) {
    throw new InvalidInputError(
      'metadata',
      `at most ${MAX_ENTRIES} texts of up to ${VALUE_LIMIT} characters, under keys of letters, digits, dots, dashes and underscores`,
    );
  }
  return Object.fromEntries(entries);
}
