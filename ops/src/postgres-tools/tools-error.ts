export type ToolsErrorCode = 'TOOLS_UNAVAILABLE' | 'TOOL_FAILED';

/** PostgreSQL's programs are missing, or one of them has failed; the message says what to do. */
export class ToolsError extends Error {
  override readonly name = 'ToolsError';

  constructor(
    readonly code: ToolsErrorCode,
    problem: string,
    cause?: unknown,
  ) {
    super(`${code}: ${problem}`, cause === undefined ? undefined : { cause });
  }
}
