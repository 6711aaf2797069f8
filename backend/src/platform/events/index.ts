export { dispatchEvents, startDispatching } from './dispatch-events.ts';
export type { LiveNews } from './event-queue.ts';
export { createLiveEvents, type LiveEvent, type LiveEvents } from './live-events.ts';
export { type NewEvent, recordEvents } from './record-events.ts';
