export { createJobs, type EnqueueOptions, type JobDefinition, type Jobs } from './jobs.ts';
