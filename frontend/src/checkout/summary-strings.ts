import { plural } from '../strings/plural.ts';

const en = {
  invoice: (number: string) => `Invoice ${number}`,
  total: 'Total',
  subtotal: 'Subtotal',
  tax: 'Taxes',
  credit: 'From your credit',
  noted: 'Taken off',
  due: 'Due',
  times: (count: number, each: string) => `${count} × ${each}`,
  taxIncluded: 'included',
  lines: 'What it is for',
  notFoundTitle: 'There is no such invoice',
  notFoundText:
    'The link may have lost its end. Open it again from the message it came in, or ask the merchant.',
  awayTitle: 'This page cannot be shown right now',
  awayText: 'Nothing is lost and nothing was paid. Try again in a moment.',
  again: 'Try again',
  plan: 'The plan',
  grants: 'What you get',
  left: (count: number) =>
    count === 0 ? 'Sold out' : plural('en', count, { one: '# left to sell', other: '# left to sell' }),
  noPlanTitle: 'This plan is not on sale',
  noPlanText: 'The link may have lost its end, or the merchant has not put the plan on sale yet.',
  archivedTitle: 'This plan is no longer sold',
  archivedText: 'Whoever has it keeps it and can renew. Ask the merchant what takes its place.',
  soldOutTitle: 'Everything is sold',
  soldOutText: 'No period of this plan is left. Ask the merchant whether there will be more.',
  renewals:
    'You are invoiced before each new period, and pay only what you agree to. You can leave at any time.',
  tokenTitle: 'Yours, on Bitcoin',
  tokenText: 'Each period you pay for is a token in your own wallet. One transaction pays and delivers it.',
};

/** Drawn on the server: they are no part of what a browser loads. */
export const summaryStrings = { en };
