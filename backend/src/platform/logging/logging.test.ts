import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogger, REDACTED_PATHS } from './index.ts';

function collect() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { lines, destination };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('a line is JSON with the level by name, an ISO instant and the message', () => {
  const { lines, destination } = collect();
  createLogger({ level: 'info', destination }).info({ planId: 'plan_1' }, 'minted');
  expect(lines).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), planId: 'plan_1', msg: 'minted' },
  ]);
});

test('lines below the level are not written', () => {
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'warn', destination });
  logger.info('quiet');
  logger.warn('loud');
  expect(lines).toHaveLength(1);
});

test('secrets are cut by their key, three levels deep, in child loggers too', () => {
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'info', destination });
  const keys = [...new Set(REDACTED_PATHS.map((path) => path.split('.').at(-1) ?? ''))];
  expect(keys).toContain('signature');
  for (const key of keys) {
    const secret = { [key]: 'hunter2' };
    logger.info({ ...secret, request: { ...secret, headers: secret } }, 'a');
    logger.child(secret).info('b');
  }
  expect(JSON.stringify(lines)).not.toContain('hunter2');
  expect(lines[0]).toMatchObject({ request: { headers: { [keys[0] ?? '']: '[redacted]' } } });
});

test('an error is written with its message and stack, and its causes', () => {
  const { lines, destination } = collect();
  const error = new Error('outer', { cause: new Error('inner') });
  createLogger({ level: 'info', destination }).error({ err: error }, 'failed');
  expect(lines[0]?.err).toMatchObject({ type: 'Error', message: expect.stringContaining('outer') });
  expect(JSON.stringify(lines[0]?.err)).toContain('inner');
});

test('with a folder, everything goes to combined.log and errors to error.log too', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'charmbills-logs-'));
  folders.push(directory);
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'info', directory: join(directory, 'logs'), destination });
  logger.info('fine');
  logger.error('broken');
  await vi.waitFor(() => {
    const read = (name: string) =>
      readFileSync(join(directory, 'logs', name), 'utf8')
        .trim()
        .split('\n');
    expect(read('combined.log').map((line) => JSON.parse(line).msg)).toEqual(['fine', 'broken']);
    expect(read('error.log').map((line) => JSON.parse(line).msg)).toEqual(['broken']);
  });
  expect(lines).toHaveLength(2);
});
