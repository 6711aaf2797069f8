import { setImmediate } from 'node:timers/promises';
import { verifySpell } from '@charmbills/charms';
import type { Logger } from '../../platform/logging/index.ts';
import type { BlockSpell } from './block-spells.ts';

/** Verdicts kept, of 32 hex bytes each. */
const KEPT = 10_000;

/**
 * Whether spells that were not made here are valid. A verification takes tens of milliseconds and anybody
 * can put spells into blocks, so it is done one at a time with room for other work between, and remembered:
 * a block whose handling was cut off and is tried again does not begin from nothing.
 */
export class Verdicts {
  readonly #allowMock: boolean;
  readonly #logger: Logger;
  readonly #verdicts = new Map<string, boolean>();

  constructor(allowMock: boolean, logger: Logger) {
    this.#allowMock = allowMock;
    this.#logger = logger;
  }

  async isValid({ transaction }: BlockSpell): Promise<boolean> {
    const { txid } = transaction;
    const known = this.#verdicts.get(txid);
    if (known !== undefined) return known;
    await setImmediate();
    const verdict = verifySpell(transaction, { allowMock: this.#allowMock });
    if (!verdict.valid)
      this.#logger.info({ txid, reason: verdict.reason }, 'a spell of one of our plans is not valid');
    this.#remember(txid, verdict.valid);
    return verdict.valid;
  }

  #remember(txid: string, valid: boolean): void {
    if (this.#verdicts.size === KEPT) {
      const [oldest] = this.#verdicts.keys();
      if (oldest !== undefined) this.#verdicts.delete(oldest);
    }
    this.#verdicts.set(txid, valid);
  }
}
