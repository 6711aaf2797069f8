import { personActor, recordAudit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { WalletServices } from '../ports.ts';
import { deleteTargets, upsertTargets } from './allocations.repository.ts';
import { sumBps, type Target, WHOLE } from './allocations.ts';
import { AllocationsSumError } from './portfolio.errors.ts';

/**
 * Sets all of a person's targets at once; none at all takes them away.
 * @throws CurrencyUnknownError, InvalidInputError, AllocationsSumError unless they make up exactly 100 %
 */
export async function setAllocations(
  { database, clock, currencies }: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
  person: PersonScope,
  targets: readonly Target[],
): Promise<void> {
  for (const { currency, bps } of targets) {
    currencies.get(currency);
    if (!Number.isInteger(bps) || bps < 1 || bps > WHOLE) {
      throw new InvalidInputError('bps', `1 to ${WHOLE} hundredths of a percent`);
    }
  }
  if (new Set(targets.map(({ currency }) => currency)).size < targets.length) {
    throw new InvalidInputError('targets', 'each currency once');
  }
  const sum = sumBps(targets);
  if (targets.length > 0 && sum !== WHOLE) throw new AllocationsSumError(sum);
  const now = clock.now();
  await database.transaction(async (tx) => {
    if (targets.length === 0) await deleteTargets(tx, person);
    else await upsertTargets(tx, person, targets, now);
    await recordAudit(tx, now, {
      actor: personActor(person),
      action: 'allocations.set',
      subjectId: person.personId,
      details: Object.fromEntries(targets.map(({ currency, bps }) => [currency, bps])),
    });
  });
}
