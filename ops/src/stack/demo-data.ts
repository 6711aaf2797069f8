import type { StackParts } from './stack-parts.ts';

/** What demo data is made with: where the parts are, blocks and coins. */
export interface DemoDataContext extends StackParts {
  /** Tells a person what is being made. */
  readonly note: (text: string) => void;
}

/** Makes demo data unless it is there already, and says in a few words what there is. */
export type DemoData = (context: DemoDataContext) => Promise<string>;
