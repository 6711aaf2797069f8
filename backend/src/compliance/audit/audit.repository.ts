import type { MerchantScope, OperatorScope } from '../../identity/index.ts';
import type { Prisma, Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { Actor, AuditEntry } from './audit.ts';

export interface AuditFilter {
  readonly action?: string | null | undefined;
  readonly actorId?: string | null | undefined;
  readonly subjectId?: string | null | undefined;
  readonly merchantId?: string | null | undefined;
  /** Inclusive. */
  readonly from?: Date | null | undefined;
  /** Exclusive. */
  readonly to?: Date | null | undefined;
}

export async function insertAuditEntries(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.auditEntry.createMany({
    data: entries.map(({ actor, details = {}, ...entry }) => ({
      ...entry,
      details,
      actorKind: actor.kind,
      actorId: actor.id,
    })),
  });
}

/** All that happened in this installation, newest first. */
export function listAudit(tx: Tx, _: OperatorScope, page: Page, filter: AuditFilter): Promise<AuditEntry[]> {
  return find(tx, page, filter);
}

/** What happened to one merchant's affairs, newest first. */
export function listMerchantAudit(
  tx: Tx,
  { merchantId }: MerchantScope,
  page: Page,
  filter: AuditFilter,
): Promise<AuditEntry[]> {
  return find(tx, page, { ...filter, merchantId });
}

async function find(tx: Tx, { beforeId, take }: Page, filter: AuditFilter): Promise<AuditEntry[]> {
  const { action, actorId, subjectId, merchantId, from, to } = filter;
  const rows = await tx.auditEntry.findMany({
    where: {
      ...(action ? { action } : {}),
      ...(actorId ? { actorId } : {}),
      ...(subjectId ? { subjectId } : {}),
      ...(merchantId ? { merchantId } : {}),
      ...(from || to ? { at: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
      ...(beforeId ? { id: { lt: beforeId } } : {}),
    },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(({ actorKind, actorId: id, merchantId: merchant, details, ...row }) => ({
    ...row,
    actor: { kind: actorKind as Actor['kind'], id },
    details: details as Prisma.InputJsonObject,
    ...(merchant === null ? {} : { merchantId: merchant }),
  }));
}
