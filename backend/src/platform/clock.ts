/** Where the time comes from. Everything time-driven takes one, so that tests and test merchants can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move, and never moves back. */
export class ManualClock implements Clock {
  #now: Date;

  constructor(start: Date) {
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  advanceTo(instant: Date): void {
    if (instant < this.#now) throw new RangeError('a clock only moves forward');
    this.#now = new Date(instant);
  }

  advanceBy(milliseconds: number): void {
    this.advanceTo(new Date(this.#now.getTime() + milliseconds));
  }
}
