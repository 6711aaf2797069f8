import { InvalidInputError } from '../../platform/errors/index.ts';

/** Per account number, the oldest entry that was shown. One position each, since every account is read by itself. */
export type Positions = ReadonlyMap<bigint, bigint>;

const POSITION = /^(\d{1,19}):(\d{1,19})$/;

export function formatCursor(positions: Positions): string {
  return Buffer.from([...positions].map(([account, entry]) => `${account}:${entry}`).join(',')).toString(
    'base64url',
  );
}

/** @throws InvalidInputError for what `formatCursor` did not make. */
export function parseCursor(cursor: string): Positions {
  const text = Buffer.from(cursor, 'base64url').toString();
  return new Map(
    text.split(',').map((position) => {
      const [, account, entry] = POSITION.exec(position) ?? [];
      if (account === undefined || entry === undefined)
        throw new InvalidInputError('cursor', 'one of an earlier page');
      return [BigInt(account), BigInt(entry)];
    }),
  );
}
