/**
 * What goes wrong with an answer:
 * - a status, with the body that such a failure carries
 * - `drop`: the connection breaks
 * - `hang`: no answer comes while the simulator runs
 * - `garbage`: 200 with something that is no JSON
 * - `huge`: 200 with more than any client should read
 */
export type Fault =
  | 'drop'
  | 'hang'
  | 'garbage'
  | 'huge'
  | { readonly status: number; readonly body?: unknown };

export interface FaultOptions {
  /** How many requests it befalls; one by default. */
  readonly times?: number;
  /** Whether the request still has its effect, so that only the answer is lost. */
  readonly afterEffect?: boolean;
}

export interface PlannedFault {
  readonly fault: Fault;
  readonly afterEffect: boolean;
}

/** Faults waiting for requests, by operation such as `POST /payout`, or `*` for any. */
export class Faults {
  readonly #waiting = new Map<string, { planned: PlannedFault; left: number }[]>();

  add(operation: string, fault: Fault, { times = 1, afterEffect = false }: FaultOptions = {}): void {
    const list = this.#waiting.get(operation) ?? [];
    list.push({ planned: { fault, afterEffect }, left: times });
    this.#waiting.set(operation, list);
  }

  clear(): void {
    this.#waiting.clear();
  }

  /** The fault that befalls this request, if any. */
  take(operation: string): PlannedFault | undefined {
    for (const name of [operation, '*']) {
      const list = this.#waiting.get(name) ?? [];
      const first = list[0];
      if (!first) continue;
      first.left--;
      if (first.left <= 0) list.shift();
      return first.planned;
    }
    return undefined;
  }
}
