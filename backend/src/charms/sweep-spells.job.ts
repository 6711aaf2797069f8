import type { JobDefinition } from '../platform/jobs/index.ts';
import type { SpellServices } from './ports.ts';
import { sweepSpells } from './sweep-spells.ts';

const SWEEP_SPELLS = 'charms.sweep-spells';

export function sweepSpellsJob(services: SpellServices): JobDefinition<object> {
  return { name: SWEEP_SPELLS, handler: () => sweepSpells(services), cron: '* * * * *', retryLimit: 0 };
}
