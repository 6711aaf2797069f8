import { expect, test, vi } from 'vitest';
import { batchReads } from './batch-reads.ts';

function reads(fail = false) {
  const asked: (readonly string[])[] = [];
  const read = batchReads<string, string>(
    async (keys) => {
      asked.push(keys);
      if (fail) throw new Error('no');
      return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `value of ${key}`]));
    },
    String,
    3,
  );
  return { asked, read };
}

test('what is asked for at the same time is read together, each once', async () => {
  const { asked, read } = reads();
  const values = await Promise.all(['a', 'b', 'a', 'none'].map(read));
  expect(values).toEqual(['value of a', 'value of b', 'value of a', undefined]);
  expect(asked).toEqual([['a', 'b', 'none']]);
});

test('what is asked for later is read again: nothing is kept', async () => {
  const { asked, read } = reads();
  await read('a');
  await read('a');
  expect(asked).toEqual([['a'], ['a']]);
});

test('there are so many keys in one read and no more', async () => {
  const { asked, read } = reads();
  await Promise.all(['a', 'b', 'c', 'd'].map(read));
  expect(asked).toEqual([['a', 'b', 'c'], ['d']]);
});

test('a failure reaches everyone who asked', async () => {
  const { read } = reads(true);
  const results = await Promise.allSettled([read('a'), read('b')]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('what is asked for while a read is under way is read together after it', async () => {
  const under: PromiseWithResolvers<Map<string, string>>[] = [];
  const asked: (readonly string[])[] = [];
  const read = batchReads<string, string>((keys) => {
    const answer = Promise.withResolvers<Map<string, string>>();
    asked.push(keys);
    under.push(answer);
    if (asked.length > 1) answer.resolve(new Map(keys.map((key) => [key, key])));
    return answer.promise;
  }, String);
  const first = read('a');
  await vi.waitFor(() => expect(asked).toEqual([['a']]));
  const others = [read('a'), read('b')];
  under[0]?.resolve(new Map([['a', 'old']]));
  expect(await Promise.all([first, ...others])).toEqual(['old', 'a', 'b']);
  expect(asked).toEqual([['a'], ['a', 'b']]);
});

test('a read that hangs holds nobody up', async () => {
  const asked: (readonly string[])[] = [];
  const read = batchReads<string, string>((keys) => {
    asked.push(keys);
    return asked.length === 1 ? new Promise(() => undefined) : Promise.resolve(new Map([['b', 'b']]));
  }, String);
  read('a');
  await vi.waitFor(() => expect(asked).toEqual([['a']]));
  expect(await read('b')).toBe('b');
});
