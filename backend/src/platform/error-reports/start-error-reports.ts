import type { Config } from '../config/index.ts';
import { unexpectedErrors } from '../errors/index.ts';
import { logContext } from '../logging/index.ts';
import { finishedWork } from './finished-work.ts';
import { scrubEvent } from './scrub-event.ts';

export interface ErrorReports {
  /** Sends what waits, within a bounded time, and reports nothing more. */
  stop(): Promise<void>;
}

const FLUSH_MS = 2_000;

/**
 * Reports errors that nobody expected to Sentry, and how long a share of the work took. Undefined without SENTRY_DSN: the
 * SDK is not even loaded then. Nothing is instrumented; the product says itself what happened.
 */
export async function startErrorReports(
  config: Pick<Config, 'SENTRY_DSN' | 'SENTRY_TRACES_SAMPLE_RATE' | 'NODE_ENV' | 'ROLE'>,
  version: string,
): Promise<ErrorReports | undefined> {
  const { SENTRY_DSN: dsn, SENTRY_TRACES_SAMPLE_RATE: tracesSampleRate, NODE_ENV, ROLE } = config;
  if (dsn === undefined) return undefined;
  const sentry = await import('@sentry/node');
  sentry.init({
    dsn,
    release: `charmbills@${version}`,
    environment: NODE_ENV,
    sendDefaultPii: false,
    defaultIntegrations: false,
    integrations: [sentry.linkedErrorsIntegration()],
    ...(tracesSampleRate > 0 ? { tracesSampleRate } : {}),
    // Nobody else is told of our traces.
    tracePropagationTargets: [],
    beforeSend: scrubEvent,
    beforeSendTransaction: scrubEvent,
  });
  const stops = [
    unexpectedErrors.subscribe(({ error, reference }) => {
      const tags = { role: ROLE, ...logContext(), ...(reference ? { reference } : {}) };
      sentry.captureException(error, { tags });
    }),
  ];
  if (tracesSampleRate > 0) {
    stops.push(
      finishedWork.subscribe(({ op, name, durationMs, succeeded }) => {
        const endTime = Date.now();
        const startTime = endTime - durationMs;
        const span = sentry.startInactiveSpan({ op, name, startTime, forceTransaction: true });
        span.setStatus({ code: succeeded ? 1 : 2 });
        span.end(endTime);
      }),
    );
  }
  return {
    async stop() {
      for (const stop of stops) stop();
      await sentry.close(FLUSH_MS);
    },
  };
}
