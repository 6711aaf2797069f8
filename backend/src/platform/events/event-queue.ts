/** An event as it travels between processes: enough to choose who hears it, the rest is read afresh. */
export interface LiveEvent {
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly merchantId: string | null;
  readonly personId: string | null;
}

/** What a live subscription hears: an event, or that events may have been missed. */
export type LiveNews = LiveEvent | 'gap';

/**
 * Events on their way to one live subscription. Whoever takes them out reads the present state, so a
 * second event of the same kind about the same thing waits as one: the queue of a slow reader is bounded
 * by what it watches, not by what happens.
 */
export class EventQueue {
  readonly #waiting = new Map<string, LiveNews>();
  #wake: (() => void) | undefined;
  #ended = false;

  push(news: LiveNews): void {
    if (this.#ended) return;
    if (news === 'gap') this.#waiting.clear();
    this.#waiting.set(news === 'gap' ? news : `${news.type} ${news.subjectId}`, news);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#waiting.clear();
    this.#wake?.();
  }

  async *drain(): AsyncGenerator<LiveNews, void, undefined> {
    while (!this.#ended) {
      const [first] = this.#waiting;
      if (first) {
        this.#waiting.delete(first[0]);
        yield first[1];
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    }
  }
}
