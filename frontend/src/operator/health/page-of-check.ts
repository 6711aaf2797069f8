/** Pages of operators where something is done about a check. */
export type OperatorPage = 'jobs' | 'withdrawals' | 'emails';

const PAGES: readonly (readonly [check: RegExp, page: OperatorPage])[] = [
  [/^jobs\.(dead|waiting)$/, 'jobs'],
  [/^withdrawals\./, 'withdrawals'],
  [/^emails\./, 'emails'],
];

/** Where to go for what a check found; undefined where it is mended outside of the pages. */
export function pageOfCheck(name: string): OperatorPage | undefined {
  return PAGES.find(([check]) => check.test(name))?.[1];
}
