import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isId } from '../../platform/ids.ts';
import { parsePostingId, postingId } from './posting-id.ts';

const number = fc.bigInt({ min: 1n, max: 2n ** 62n - 1n });
const time = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });

test('an id gives back the number and time it was made from', () => {
  fc.assert(
    fc.property(number, time, (n, createdAt) => {
      const id = postingId(n, createdAt);
      expect(isId('posting', id)).toBe(true);
      expect(parsePostingId(id)).toEqual({ number: n, createdAt });
    }),
  );
});

test('ids sort by time, then by number', () => {
  fc.assert(
    fc.property(number, time, number, time, (a, at, b, bt) => {
      fc.pre(a !== b);
      const earlier = at.getTime() === bt.getTime() ? a < b : at < bt;
      expect(postingId(a, at) < postingId(b, bt)).toBe(earlier);
    }),
  );
});

test.each(['', 'post_', 'post_zz', 'acct_01h455vb4pex5vsknk084sn02q', 'post_01h455vb4pex5vsknk084sn02q'])(
  '%j is no id of a posting',
  (id) => expect(parsePostingId(id)).toBeUndefined(),
);
