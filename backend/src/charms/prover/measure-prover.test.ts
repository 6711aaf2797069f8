import { expect, test } from 'vitest';
import { createMetrics, type Metrics } from '../../platform/metrics/index.ts';
import { ProverAnswerWrongError, ProverRefusedError, ProverUnavailableError } from '../charms.errors.ts';
import { measureProver } from './measure-prover.ts';
import type { ProveRequest } from './prove-request.ts';

const request = {} as ProveRequest;

test.each([
  ['proved', async () => new Uint8Array(1)],
  ['refused', () => Promise.reject(new ProverRefusedError('no'))],
  ['unavailable', () => Promise.reject(new ProverUnavailableError())],
  ['wrong', () => Promise.reject(new ProverAnswerWrongError('not_a_transaction', 'no'))],
])('an answer is counted once, as %s, and passed on', async (outcome, prove) => {
  const metrics = createMetrics();
  const measured = measureProver({ prove, ready: async () => true }, metrics);
  const [before, after] = await Promise.all([
    prove().catch((error: unknown) => error),
    measured.prove(request).catch((error: unknown) => error),
  ]);
  expect(String(after)).toBe(String(before));
  expect(await counted(metrics)).toEqual({ [outcome]: 1 });
});

test('what we break off ourselves is no fault of the prover', async () => {
  const metrics = createMetrics();
  const stop = AbortSignal.abort(new Error('stopping'));
  const measured = measureProver(
    { prove: async (_, { signal } = {}) => Promise.reject(signal?.reason), ready: async () => true },
    metrics,
  );
  await expect(measured.prove(request, { signal: stop })).rejects.toThrow('stopping');
  expect(await counted(metrics)).toEqual({ aborted: 1 });
});

/** How often each outcome was counted, of those that were. */
async function counted(metrics: Metrics) {
  const { values } = await metrics.proveDuration.get();
  return Object.fromEntries(
    values
      .filter(({ metricName, value }) => metricName?.endsWith('_count') && value > 0)
      .map(({ labels, value }) => [labels.outcome, value]),
  );
}
