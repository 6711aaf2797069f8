import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger, type LogFiles, openLogFiles } from './index.ts';

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const WAIT = { timeout: 10_000 };
let folder: string;
const opened: LogFiles[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'charmbills-logs-')), 'logs');
});
afterEach(() => {
  for (const files of opened.splice(0)) files.close();
  rmSync(join(folder, '..'), { recursive: true });
});

function open(limits = { maxBytes: 0, keep: 2 }) {
  const files = openLogFiles(folder, limits);
  opened.push(files);
  return { files, logger: createLogger({ level: 'info', files, destination: nowhere }) };
}

function messages(name: string): string[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line).msg);
}

test('everything goes to combined.log, and errors to error.log too', async () => {
  const { logger } = open();
  logger.info('fine');
  logger.error('broken');
  await vi.waitFor(() => {
    expect(messages('combined.log')).toEqual(['fine', 'broken']);
    expect(messages('error.log')).toEqual(['broken']);
  }, WAIT);
});

test('told to, it goes on in a new file: what logrotate moved away is left alone', async () => {
  const { files, logger } = open();
  logger.info('before');
  await vi.waitFor(() => expect(messages('combined.log')).toEqual(['before']), WAIT);
  renameSync(join(folder, 'combined.log'), join(folder, 'combined.log-20260101'));
  files.reopen();
  await vi.waitFor(() => expect(existsSync(join(folder, 'combined.log'))).toBe(true), WAIT);
  logger.info('after');
  await vi.waitFor(() => expect(messages('combined.log')).toEqual(['after']), WAIT);
  expect(messages('combined.log-20260101')).toEqual(['before']);
});

test('untold it notices by itself, and no line is lost meanwhile', async () => {
  const { files, logger } = open();
  logger.info('before');
  await vi.waitFor(() => expect(messages('combined.log')).toEqual(['before']), WAIT);
  files.check();
  renameSync(join(folder, 'combined.log'), join(folder, 'moved'));
  logger.info('between');
  await vi.waitFor(() => expect(messages('moved')).toEqual(['before', 'between']), WAIT);
  files.check();
  await vi.waitFor(() => expect(existsSync(join(folder, 'combined.log'))).toBe(true), WAIT);
  logger.info('after');
  await vi.waitFor(() => expect(messages('combined.log')).toEqual(['after']), WAIT);
});

test('a file that has grown too large is moved aside, and the oldest beyond those to keep is removed', async () => {
  const { files, logger } = open({ maxBytes: 1_000, keep: 2 });
  for (const round of ['a', 'b', 'c']) {
    logger.info({ text: 'x'.repeat(1_100) }, round);
    await vi.waitFor(() => expect(messages('combined.log')).toEqual([round]), WAIT);
    files.check();
    await vi.waitFor(() => expect(existsSync(join(folder, 'combined.log'))).toBe(true), WAIT);
  }
  expect([messages('combined.log.1'), messages('combined.log.2')]).toEqual([['c'], ['b']]);
  expect(existsSync(join(folder, 'combined.log.3'))).toBe(false);
});

test('when one process moves a file aside, the others go on in the new one', async () => {
  const [one, other] = [open({ maxBytes: 1_000, keep: 2 }), open({ maxBytes: 1_000, keep: 2 })];
  one.logger.info({ text: 'x'.repeat(1_100) }, 'one');
  other.logger.info('other');
  await vi.waitFor(() => expect(messages('combined.log').toSorted()).toEqual(['one', 'other']), WAIT);
  other.files.check();
  await vi.waitFor(() => expect(messages('combined.log.1').toSorted()).toEqual(['one', 'other']), WAIT);
  await vi.waitFor(() => {
    one.files.check();
    one.logger.info('one again');
    other.logger.info('other again');
    expect(new Set(messages('combined.log'))).toEqual(new Set(['one again', 'other again']));
  }, WAIT);
});
