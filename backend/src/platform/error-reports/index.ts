export { type FinishedWork, finishedWork } from './finished-work.ts';
export { type ErrorReports, startErrorReports } from './start-error-reports.ts';
