import type { KeyScope, MerchantScope, Mode } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  readonly scopes: readonly KeyScope[];
  readonly hint: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

type StoredKey = Omit<ApiKeyRow, 'mode' | 'scopes'> & { readonly mode: string; readonly scopes: string[] };

/** Everything but the hash, which nobody has to see. */
const SHOWN = {
  id: true,
  name: true,
  mode: true,
  scopes: true,
  hint: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

function toRow({ mode, scopes, ...row }: StoredKey): ApiKeyRow {
  return { ...row, mode: mode as Mode, scopes: scopes as KeyScope[] };
}

export async function insertKey(
  tx: Tx,
  { merchantId }: MerchantScope,
  { hash, scopes, ...key }: Omit<ApiKeyRow, 'revokedAt' | 'lastUsedAt'> & { readonly hash: Uint8Array },
): Promise<void> {
  await tx.apiKey.create({ data: { ...key, merchantId, scopes: [...scopes], hash: Uint8Array.from(hash) } });
}

/** All there ever were, newest first. */
export async function listKeys(tx: Tx, { merchantId }: MerchantScope, page: Page): Promise<ApiKeyRow[]> {
  const rows = await tx.apiKey.findMany({
    where: { merchantId, ...(page.beforeId ? { id: { lt: page.beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take: page.take,
    select: SHOWN,
  });
  return rows.map(toRow);
}

export async function findKey(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
): Promise<ApiKeyRow | undefined> {
  const row = await tx.apiKey.findUnique({ where: { merchantId_id: { merchantId, id } }, select: SHOWN });
  return row ? toRow(row) : undefined;
}

/** How many still open something. */
export function countLiveKeys(tx: Tx, { merchantId }: MerchantScope, now: Date): Promise<number> {
  return tx.apiKey.count({
    where: { merchantId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
}

export async function setKeyRevoked(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  revokedAt: Date,
): Promise<void> {
  await tx.apiKey.update({ where: { merchantId_id: { merchantId, id } }, data: { revokedAt } });
}

export async function setKeyExpiry(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  expiresAt: Date,
): Promise<void> {
  await tx.apiKey.update({ where: { merchantId_id: { merchantId, id } }, data: { expiresAt } });
}

/** live or test, which never changes. */
export async function findMode(tx: Tx, { merchantId }: MerchantScope): Promise<Mode> {
  const { mode } = await tx.merchant.findUniqueOrThrow({
    where: { id: merchantId },
    select: { mode: true },
  });
  return mode as Mode;
}
