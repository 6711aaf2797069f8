/** From so many satoshi on, so many confirmations. */
export interface ConfirmationStep {
  readonly fromSats: bigint;
  readonly confirmations: number;
}

/** The confirmations after which so much counts as settled: those of the highest step that it reaches. */
export function confirmationsFor(steps: readonly ConfirmationStep[], amountSats: bigint): number {
  const reached = steps.filter(({ fromSats }) => fromSats <= amountSats);
  return reached.reduce((highest, step) => (step.fromSats >= highest.fromSats ? step : highest), NONE)
    .confirmations;
}

const NONE: ConfirmationStep = { fromSats: 0n, confirmations: 1 };
