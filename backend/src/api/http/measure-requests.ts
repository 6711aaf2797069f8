import type { FastifyInstance } from 'fastify';
import { finishedWork } from '../../platform/error-reports/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';

type HttpMetrics = Pick<Metrics, 'httpDuration' | 'httpInFlight' | 'httpConnections'>;

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** Times requests by the pattern of their route, and counts connections. */
export function measureRequests(app: FastifyInstance, metrics: HttpMetrics): void {
  app.server.on('connection', (socket) => {
    metrics.httpConnections.inc();
    socket.once('close', () => metrics.httpConnections.dec());
  });
  app.addHook('onRequest', (_request, reply, done) => {
    metrics.httpInFlight.inc();
    // Also when the client goes away before it has an answer.
    reply.raw.once('close', () => metrics.httpInFlight.dec());
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { config, url } = request.routeOptions;
    if (!config.unmeasured) {
      const labels = {
        method: METHODS.includes(request.method) ? request.method : 'other',
        route: url ?? 'unmatched',
        status_class: `${Math.floor(reply.statusCode / 100)}xx`,
      };
      const durationMs = reply.elapsedTime;
      metrics.httpDuration.observe(labels, durationMs / 1_000);
      const name = `${labels.method} ${labels.route}`;
      finishedWork.publish({ op: 'http.server', name, durationMs, succeeded: reply.statusCode < 500 });
    }
    done();
  });
}
