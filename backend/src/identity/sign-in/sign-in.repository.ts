import type { Tx } from '../../platform/database/index.ts';
import { type PersonScope, toPersonScope } from '../scopes.ts';

export interface ChallengeRow {
  readonly id: string;
  readonly address: string;
  readonly message: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SessionRow {
  readonly id: string;
  readonly personId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertChallenge(tx: Tx, challenge: ChallengeRow): Promise<void> {
  await tx.signInChallenge.create({ data: challenge });
}

/** A challenge that can still be used; it stays so until `useChallenge`. */
export async function findOpenChallenge(
  tx: Tx,
  id: string,
  now: Date,
): Promise<Pick<ChallengeRow, 'address' | 'message'> | null> {
  return tx.signInChallenge.findFirst({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    select: { address: true, message: true },
  });
}

/** Uses a challenge up. Of any number of simultaneous callers, one is told true. */
export async function useChallenge(tx: Tx, id: string, now: Date): Promise<boolean> {
  const used = await tx.$queryRaw<unknown[]>`
    UPDATE sign_in_challenges SET used_at = ${now}
    WHERE id = ${id} AND used_at IS NULL AND expires_at > ${now} RETURNING id`;
  return used.length === 1;
}

/** The person of an address, made when they come for the first time. A key once told is kept. */
export async function upsertPerson(
  tx: Tx,
  person: { id: string; address: string; publicKey: string | null; createdAt: Date },
): Promise<{ id: string; publicKey: string | null }> {
  const [row] = await tx.$queryRaw<[{ id: string; publicKey: string | null }]>`
    INSERT INTO people (id, address, public_key, created_at)
    VALUES (${person.id}, ${person.address}, ${person.publicKey}, ${person.createdAt})
    ON CONFLICT (address) DO UPDATE SET public_key = COALESCE(EXCLUDED.public_key, people.public_key)
    RETURNING id, public_key AS "publicKey"`;
  return row;
}

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.session.create({ data: session });
}

export interface LiveSession {
  readonly person: PersonScope;
  readonly expiresAt: Date;
}

/** The people of those sessions that are neither over nor revoked, by session: one statement by primary keys. */
export async function readLiveSessions(
  tx: Tx,
  sessionIds: readonly string[],
  now: Date,
): Promise<Map<string, LiveSession>> {
  const rows = await tx.$queryRaw<
    { sessionId: string; personId: string; address: string; publicKey: string | null; expiresAt: Date }[]
  >`
    SELECT s.id AS "sessionId", p.id AS "personId", p.address, p.public_key AS "publicKey",
      s.expires_at AS "expiresAt"
    FROM sessions s JOIN people p ON p.id = s.person_id
    WHERE s.id = ANY(${[...sessionIds]}) AND s.revoked_at IS NULL AND s.expires_at > ${now}`;
  return new Map(
    rows.map(({ expiresAt, ...person }) => [person.sessionId, { person: toPersonScope(person), expiresAt }]),
  );
}

/** Whether this call was the one that ended the session. */
export async function revokeSession(tx: Tx, person: PersonScope, now: Date): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id: person.sessionId, personId: person.personId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}

/** Removes up to `limit` challenges that expired before this instant. Returns how many. */
export async function deleteChallenges(tx: Tx, expiredBefore: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM sign_in_challenges WHERE id IN
      (SELECT id FROM sign_in_challenges WHERE expires_at < ${expiredBefore} LIMIT ${limit})`;
}

/** Removes up to `limit` sessions that expired before this instant. Returns how many. */
export async function deleteSessions(tx: Tx, expiredBefore: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM sessions WHERE id IN
      (SELECT id FROM sessions WHERE expires_at < ${expiredBefore} LIMIT ${limit})`;
}
