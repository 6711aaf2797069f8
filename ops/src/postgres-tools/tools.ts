export type ToolName = 'pg_dump' | 'pg_restore' | 'pg_basebackup';

/** PostgreSQL's client programs of one version. */
export interface PostgresTools {
  readonly major: number;
  /** Where they come from, for people. */
  readonly origin: string;
  readonly commandOf: (name: ToolName) => { readonly command: string; readonly args: readonly string[] };
}
