export { dispatchEvents, type EventObserver, startDispatching } from './dispatch-events.ts';
export type { LiveEvent, LiveNews } from './event-queue.ts';
export { createLiveEvents, type LiveEvents } from './live-events.ts';
export { type NewEvent, recordEvents } from './record-events.ts';
