import type { JobDefinition } from '../platform/jobs/index.ts';
import type { SpellServices } from './ports.ts';
import { proveSpell } from './prove-spell.ts';

export const PROVE_SPELL = 'charms.prove-spell';

/** More tries than fit into the time that a job is given: it ends by lapsing, not by being forgotten. */
const TRIES = 1_000;
/** Most of a run is waiting for the prover. */
const SIDE_BY_SIDE = 8;
/** Room for what a run does besides waiting for the prover. */
const MARGIN_SECONDS = 120;
/** A worker that is silent for so long is gone, and its job is taken up by another. */
const HEARTBEAT_SECONDS = 30;

export function proveSpellJob(services: SpellServices): JobDefinition<{ spellJobId: string }> {
  return {
    name: PROVE_SPELL,
    handler: ({ spellJobId }, { signal }) => proveSpell(services, spellJobId, signal),
    retryLimit: TRIES,
    retryDelaySeconds: 2,
    retryDelayMaxSeconds: 60,
    expireInSeconds: services.config.PROVER_TIMEOUT_SECONDS + MARGIN_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    concurrency: SIDE_BY_SIDE,
  };
}
