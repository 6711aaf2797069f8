/** Why the follower cannot go on by itself. An operator reads it in health; it is nobody's bad request. */
export type FollowerProblem = 'WRONG_CHAIN' | 'REORG_TOO_DEEP';

export class FollowerError extends Error {
  override readonly name = 'FollowerError';

  constructor(
    readonly code: FollowerProblem,
    message: string,
  ) {
    super(message);
  }
}

export function wrongChain(expected: string, found: string): FollowerError {
  return new FollowerError('WRONG_CHAIN', `the node follows the chain "${found}", not "${expected}"`);
}

export function reorgTooDeep(known: number): FollowerError {
  return new FollowerError(
    'REORG_TOO_DEEP',
    `the node's chain has none of the ${known} blocks that we know: its data was replaced, or it is another node`,
  );
}
