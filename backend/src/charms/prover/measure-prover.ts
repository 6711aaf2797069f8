import type { Metrics } from '../../platform/metrics/index.ts';
import { ProverAnswerWrongError, ProverRefusedError } from '../charms.errors.ts';
import type { ProverClient } from './prover-client.ts';

/** The same prover, with its answers timed. */
export function measureProver(
  prover: ProverClient,
  { proveDuration }: Pick<Metrics, 'proveDuration'>,
): ProverClient {
  return {
    ready: () => prover.ready(),
    async prove(request, options = {}) {
      const stopTimer = proveDuration.startTimer();
      try {
        const transaction = await prover.prove(request, options);
        stopTimer({ outcome: 'proved' });
        return transaction;
      } catch (error) {
        stopTimer({ outcome: options.signal?.aborted ? 'aborted' : outcomeOf(error) });
        throw error;
      }
    },
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof ProverRefusedError) return 'refused';
  return error instanceof ProverAnswerWrongError ? 'wrong' : 'unavailable';
}
