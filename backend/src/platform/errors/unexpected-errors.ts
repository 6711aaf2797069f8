import { channel } from 'node:diagnostics_channel';

/** An error that nobody foresaw, and the reference that the caller sees, where there is one. */
export interface UnexpectedError {
  readonly error: unknown;
  readonly reference?: string;
}

const topic = channel('charmbills:unexpected-error');

/** Where such errors are told, once each. Costs nothing while nobody listens. */
export const unexpectedErrors = {
  publish: (unexpected: UnexpectedError): void => topic.publish(unexpected),
  /** Returns how to stop listening. */
  subscribe(listener: (unexpected: UnexpectedError) => void): () => void {
    const onMessage = (message: unknown) => listener(message as UnexpectedError);
    topic.subscribe(onMessage);
    return () => topic.unsubscribe(onMessage);
  },
};
