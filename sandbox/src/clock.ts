/** Where a simulator's time comes from; the product's own clocks fit. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
