export type { Logger } from 'pino';
export { createLogger, type LoggingOptions, REDACTED_PATHS, silentLogger } from './create-logger.ts';
export { inLogContext, type LogContext, logContext } from './log-context.ts';
export { type LogFiles, openLogFiles } from './log-files.ts';
export { scrubText } from './scrub-text.ts';
