import type { InvoiceToPayFragment } from './checkout.generated.ts';

export type RailOption = InvoiceToPayFragment['rails'][number];
export type Rail = RailOption['rail'];

/** The rail to begin with: the one that was chosen before, the only one, or the one for any wallet. */
export function firstRail(options: readonly RailOption[], wanted: string | undefined): Rail | undefined {
  const open = options.filter(({ obstacle }) => obstacle === null);
  const chosen = open.find(({ rail }) => rail === wanted);
  return (chosen ?? (open.length === 1 ? open[0] : open.find(({ needsPayer }) => !needsPayer)))?.rail;
}
