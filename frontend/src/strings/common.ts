import { useTexts } from './locale.tsx';
import { plural } from './plural.ts';

const en = {
  product: 'CharmBills',
  loading: 'Loading',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  confirm: 'Confirm',
  retry: 'Try again',
  more: 'Show more',
  loadingMore: 'Loading more',
  copy: 'Copy',
  copied: 'Copied',
  details: 'Details',
  none: 'None',
  search: 'Search',
  exportCsv: 'Export CSV',
  exporting: 'Exporting',
  exportFailed: 'The export did not arrive. Try again.',
  skipToContent: 'Skip to content',
  menu: 'Menu',
  theme: 'Theme',
  themeLight: 'Light',
  themeDark: 'Dark',
  themeSystem: 'As the system',
  signOut: 'Sign out',
  signIn: 'Sign in',
  testMode: 'Test mode',
  offlineTitle: 'You are offline',
  offlineText: 'What you see may be out of date. It goes on by itself once you are connected.',
  liveLost: 'Live updates are interrupted. Connecting again.',
  unreachable: 'The server did not answer. Nothing was changed.',
  forbiddenTitle: 'You may not see this',
  required: 'Required',
  optional: 'optional',
  shouldBe: (expected: string) => `Should be: ${expected}`,
  rows: (count: number) => plural('en', count, { one: '# row', other: '# rows' }),
};

export type CommonStrings = typeof en;
const catalogs = { en };

export function useCommonStrings() {
  return useTexts(catalogs);
}
