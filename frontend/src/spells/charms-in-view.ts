import { type App, charmsByOutput, type Data, formatApp } from '@charmbills/charms';
import type { SigningView } from './signing-view.ts';

/** A charm on an output of the transaction. */
export interface PlacedCharm {
  readonly output: number;
  readonly app: App;
  /** As `formatApp` writes it. */
  readonly appText: string;
  readonly data: Data;
}

/** Every charm that the spell puts on an output of this transaction. */
export function charmsInView({ found }: SigningView): PlacedCharm[] {
  return charmsByOutput(found.spell).flatMap((charms, output) =>
    charms.map(([app, data]) => ({ output, app, appText: formatApp(app), data })),
  );
}
