import type { OperatorScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { operatorActor } from '../audit/audit.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { upsertLimit } from './limits.repository.ts';
import type { OperationLimit } from './limits.ts';

/**
 * Sets how much one person may move. What is under way already is not touched.
 * @throws InvalidInputError
 */
export async function setLimit(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  operator: OperatorScope,
  limit: OperationLimit,
): Promise<void> {
  for (const field of ['perOnce', 'perDay'] as const) {
    if ((limit[field] ?? 0n) < 0n) throw new InvalidInputError(field, 'zero or more, or null for no limit');
  }
  const now = clock.now();
  await database.transaction(async (tx) => {
    await upsertLimit(tx, limit);
    await recordAudit(tx, now, {
      actor: operatorActor(operator),
      action: 'limit.set',
      subjectId: `${limit.operation}:${limit.currency}`,
      details: { perOnce: limit.perOnce?.toString() ?? null, perDay: limit.perDay?.toString() ?? null },
    });
  });
}
