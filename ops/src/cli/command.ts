/** Something an operator does by hand: `npm run -s ops -- <name> [arguments]`. */
export interface Command {
  /** What it takes and does, in a line. */
  readonly usage: string;
  /**
   * Prints its result on standard output and anything else on standard error. Returns the exit code: 0 well done,
   * 1 a finding or a failure, 2 unusable arguments.
   */
  run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number>;
}
