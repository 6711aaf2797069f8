import { createHash } from 'node:crypto';
import { encodeSpell, type Hex } from '@charmbills/charms';
import type { ControlState } from './control.ts';
import { ProverTransientError } from './errors.ts';
import { tell } from './lies.ts';
import { assemble } from './prove/draft.ts';
import { type ProveOptions, prove } from './prove/prove.ts';
import type { ProveRequest } from './request/prove-request.ts';
import type { Waits } from './waits.ts';

export interface ServiceOptions extends ProveOptions {
  /** Keep answers by spell alone, as the hosted prover does: fee rate and change address do not count. */
  readonly cache: boolean;
}

/** Answers a request with the unsigned transaction in hexadecimal. */
export type ProveService = (request: ProveRequest) => Promise<Hex>;

export function createService(options: ServiceOptions, control: ControlState, waits: Waits): ProveService {
  const answers = new Map<Hex, Promise<Hex>>();
  const work = (request: ProveRequest) => proveSlowly(request, options, control, waits);
  return (request) => {
    control.requests++;
    if (!options.cache) return work(request);
    const key = createHash('sha256').update(encodeSpell(request.spell)).digest('hex');
    const known = answers.get(key);
    if (known !== undefined) return known;
    // Kept while it is under way, so that the same spell is proved once; failures are forgotten.
    const answer = work(request);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}

async function proveSlowly(
  request: ProveRequest,
  options: ProveOptions,
  control: ControlState,
  waits: Waits,
): Promise<Hex> {
  const proved = await prove(request, options);
  await waits.wait(control.delayMs);
  if (control.failures > 0) {
    control.failures--;
    throw new ProverTransientError('transient prover failure');
  }
  control.proofs++;
  return assemble(tell(control.told, proved)).toHex();
}
