export { findPostgresTools } from './find-tools.ts';
export { connectionVariables, type RunningTool, startTool } from './start-tool.ts';
export type { PostgresTools, ToolName } from './tools.ts';
export { ToolsError } from './tools-error.ts';
