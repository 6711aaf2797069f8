import { globSync, readFileSync } from 'node:fs';

const ASKED = /\b[cC]lock\)?\s*\.now\(\)|\bnew Date\(\)|\bDate\.now\(\)/;
const ALLOWED = /\.test\.ts$|\/testing(\/|\.ts$)|^backend\/src\/billing\/clock\//;

/**
 * In billing the time is that of the merchant, which may be on a test clock: `merchantNow`, or with a reason `realNow`.
 * Nothing asks a clock by itself. `read` gives the text of a file.
 */
export function checkBillingTime(
  files: readonly string[] = globSync('backend/src/billing/**/*.ts'),
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): string[] {
  return files
    .filter((file) => !ALLOWED.test(file) && ASKED.test(read(file)))
    .map((file) => `${file} asks a clock`);
}
