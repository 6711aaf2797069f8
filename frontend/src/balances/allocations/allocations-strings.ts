import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Allocations',
  lead: 'How you want your money to be spread. Nothing is moved by it: you see how far you are from it.',
  targets: 'Targets',
  targetOf: (currency: string) => `Target for ${currency}`,
  wrong: 'A percentage with at most two decimals.',
  sum: (percent: string) => `Together ${percent}`,
  exact: 'Exactly 100%.',
  missing: (percent: string) => `${percent} is missing to 100%.`,
  over: (percent: string) => `${percent} over 100%.`,
  none: 'No targets.',
  save: 'Save targets',
  remove: 'Remove all',
  saved: 'Targets saved.',
  drift: 'Where you are',
  actual: 'Actual',
  target: 'Target',
  difference: 'Drift',
  move: 'To get there',
  add: (amount: string) => `add ${amount}`,
  takeOut: (amount: string) => `take out ${amount}`,
  there: 'There',
  unpriced: (codes: string) => `${codes} has no rate at the moment and is left out.`,
  emptyTitle: 'Nothing to compare',
  emptyText: 'Set targets or deposit something, and see here how far one is from the other.',
  swap: 'Swap',
};

const catalogs = { en };

export function useAllocationsStrings() {
  return useTexts(catalogs);
}
