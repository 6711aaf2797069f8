interface Depth {
  readonly due: number;
  readonly active: number;
  readonly deferred: number;
  readonly dead: number;
}

/** Queues with something in them, those with dead letters first, and the others; each in the order given. */
export function splitQueues<Queue extends Depth>(queues: readonly Queue[]) {
  const isBusy = ({ due, active, deferred, dead }: Depth) => due + active + deferred + dead > 0;
  return {
    busy: queues.filter(isBusy).sort((a, b) => Number(b.dead > 0) - Number(a.dead > 0)),
    idle: queues.filter((queue) => !isBusy(queue)),
  };
}
