import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Check, failing, type Health, type HealthReport, ok, reportOf } from '../../operations/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';

export interface HealthOptions {
  readonly version: string;
  /** Whether the process can put jobs into the queue; not asked where there is none. */
  readonly jobs?: Pick<Jobs, 'state'>;
  /** Whether it is about to end: it still answers, and is sent nothing more. */
  readonly isClosing: () => boolean;
}

/**
 * `/health`: the process answers. `/ready`: it can do its work. `/health/…`: how what it works with is. Every answer says
 * what is wrong and what to do, with 503 where something does not work. None needs a session, is logged or counts
 * towards rate limits.
 */
export function registerHealth(app: FastifyInstance, health: Health, options: HealthOptions): void {
  const { version, jobs, isClosing } = options;
  const route = { logLevel: 'silent' as const, config: { unlimited: true, unmeasured: true } };

  app.get('/health', route, async () => ({
    ...reportOf([]),
    version,
    uptimeSeconds: Math.floor(process.uptime()),
  }));
  app.get('/ready', route, async (_, reply) => {
    if (isClosing()) return answer(reply, reportOf([closing]));
    const { checks } = await health.database();
    return answer(reply, reportOf([...(jobs ? [checkQueue(jobs)] : []), ...checks]));
  });
  for (const part of ['jobs', 'chain', 'prover'] as const) {
    app.get(`/health/${part}`, route, async (_, reply) => answer(reply, await health[part]()));
  }
  app.get('/health/db', route, async (_, reply) => answer(reply, await health.database()));
}

const closing = failing('process.running', 'This process is about to end.', 'Ask another one.');

function checkQueue({ state }: Pick<Jobs, 'state'>): Check {
  return state === 'started'
    ? ok('process.running', 'This process takes requests and work.')
    : failing(
        'process.running',
        'This process has no job queue.',
        'Wait until it has started, or see its log.',
      );
}

/** Kept by nobody on the way: it is about this moment. */
function answer(reply: FastifyReply, report: HealthReport): FastifyReply {
  return reply
    .code(report.status === 'failing' ? 503 : 200)
    .header('cache-control', 'no-store')
    .send(report);
}
