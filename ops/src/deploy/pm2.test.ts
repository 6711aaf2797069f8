import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VARIABLES } from '../../../backend/src/platform/config/config.ts';
import { ROOT } from '../stack/root.ts';

interface App {
  readonly name: string;
  readonly script: string;
  readonly interpreter: string;
  readonly env: Readonly<Record<string, string>>;
  readonly kill_timeout?: number;
}

const { apps } = createRequire(import.meta.url)(join(ROOT, 'ops/deploy/pm2/ecosystem.config.cjs')) as {
  apps: readonly App[];
};
const backends = apps.filter(({ script }) => script === 'backend/dist/main.js');

test('PM2 runs api, worker and pages, each process with a name and a port of its own', () => {
  expect(new Set(backends.map(({ env }) => env.ROLE))).toEqual(new Set(['api', 'worker']));
  for (const of of [(app: App) => app.name, (app: App) => app.env.PORT]) {
    expect(new Set(apps.map(of)).size).toBe(apps.length);
  }
});

test('they run by the pinned Node.js, with variables that the backend reads and time to finish', () => {
  for (const { env, interpreter, kill_timeout: killAfterMs = 0 } of backends) {
    expect(existsSync(interpreter)).toBe(true);
    expect(Object.keys(env).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    expect(killAfterMs).toBeGreaterThan(15_000);
  }
});
