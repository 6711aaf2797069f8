import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, startProver, type TestDatabase, type TestProver } from '../../testing/index.ts';
import { isAlive } from '../processes.ts';
import { PORTS } from '../settings.ts';
import { startStack } from '../stack.ts';
import { summaryOf } from '../summary.ts';

// The pages are built first, unless a build of these sources is there.
vi.setConfig({ testTimeout: 600_000 });

let dataDir: string;
let database: TestDatabase;
let prover: TestProver;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'charmbills-frontend-'));
  [database, prover] = await Promise.all([createTestDatabase(), startProver()]);
  const { PATH, HOME, XDG_CACHE_HOME, BITCOIND } = process.env;
  const given = { DATABASE_URL: database.url, PROVER_API_URL: prover.url };
  env = { PATH, HOME, XDG_CACHE_HOME, BITCOIND, ...given };
});
afterAll(async () => {
  await prover.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const options = { backend: false, simulators: false, frontend: true, blockIntervalSeconds: 0 } as const;

test('the pages are served where people are sent, know where the API is, and stop with the rest', async () => {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const stack = await startStack({ ...options, dataDir, env, ports: 'free', log });
  try {
    const { frontendUrl = '', backendUrl, backendEnv } = stack;
    expect(summaryOf(stack).find((line) => line !== '')).toBe(`Open ${frontendUrl}`);
    expect(lines.join('\n')).toMatch(/^Frontend +starting$/m);
    expect(backendEnv).toMatchObject({ FRONTEND_URL: frontendUrl, CORS_ORIGINS: frontendUrl });

    const page = await fetch(frontendUrl);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(`connect-src 'self' ${backendUrl} `);
    const html = await page.text();
    expect(html).toContain(backendUrl);
    const encodings = new Set<string | null>();
    for (const script of new Set(html.match(/\/_next\/static\/[^"\\]+\.js/g))) {
      const file = await fetch(`${frontendUrl}${script}`, { headers: { 'accept-encoding': 'gzip, br' } });
      expect([script, file.status]).toEqual([script, 200]);
      const { byteLength } = await file.arrayBuffer();
      // Smaller ones are not worth it.
      if (byteLength > 4_096) encodings.add(file.headers.get('content-encoding'));
    }
    expect([...encodings]).toEqual(['br']);
  } finally {
    const known = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as {
      name: string;
      pid: number;
    }[];
    await stack.stop();
    expect(known.map(({ name }) => name)).toContain('Frontend');
    expect(known.filter(({ pid }) => isAlive(pid))).toEqual([]);
  }
});

test('a taken port is one sentence, before anything is started', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  try {
    const { port } = other.address() as AddressInfo;
    const ports = Object.fromEntries(Object.values(PORTS).map(([name], i) => [name, String(20_000 + i)]));
    const starting = startStack({
      ...options,
      dataDir,
      env: { ...ports, ...env, RPC_URL: 'http://127.0.0.1:1', FRONTEND_PORT: String(port) },
    });
    const message = `Port ${port} for the frontend is already in use. Stop what listens there, or set FRONTEND_PORT to another port.`;
    await expect(starting).rejects.toMatchObject({ code: 'PORT_TAKEN', message });
    expect(existsSync(join(dataDir, 'processes.json'))).toBe(false);
  } finally {
    other.close();
  }
});
