import { channel } from 'node:diagnostics_channel';

/** A request, an operation or a job that has ended. */
export interface FinishedWork {
  readonly op: 'http.server' | 'graphql' | 'queue.process';
  /** Of a bounded set: a route's pattern, a field of the schema, a queue. */
  readonly name: string;
  readonly durationMs: number;
  readonly succeeded: boolean;
}

const topic = channel('charmbills:finished-work');

/** Where the end of work is told. Costs nothing while nobody listens. */
export const finishedWork = {
  publish(work: FinishedWork): void {
    if (topic.hasSubscribers) topic.publish(work);
  },
  /** Returns how to stop listening. */
  subscribe(listener: (work: FinishedWork) => void): () => void {
    const onMessage = (message: unknown) => listener(message as FinishedWork);
    topic.subscribe(onMessage);
    return () => topic.unsubscribe(onMessage);
  },
};
