import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keptBuild } from '../../stack/builds/kept-build.ts';
import { requireBuilt } from '../../stack/builds/require-built.ts';
import { sourceDigest } from '../../stack/builds/source-digest.ts';
import { startChild } from '../../stack/child.ts';
import { nodeBinary, untilAnswers } from '../../stack/node-program.ts';
import { freePort } from '../../stack/ports.ts';
import { ROOT } from '../../stack/root.ts';

const BUILDS = 'frontend/dist/bare';
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const ENVIRONMENT = { PATH: process.env.PATH, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;

/** The least that is a page to click on: what the framework itself brings along. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "bare", "private": true, "type": "module" }',
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(ROOT)} }, poweredByHeader: false };`,
  'app/layout.js': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}`,
  'app/page.js': `import { Counter } from './counter.js';
export const dynamic = 'force-dynamic';
export default function Page() {
  return <main><h1>A page</h1><Counter /></main>;
}`,
  'app/counter.js': `'use client';
import { useState } from 'react';
export function Counter() {
  const [count, setCount] = useState(0);
  return <button type="button" onClick={() => setCount(count + 1)}>{count}</button>;
}`,
};

export interface BarePage {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Serves a page of the same framework with nothing of ours in it, built and run as ours are: the reference. */
export async function startBarePage(): Promise<BarePage> {
  const digest = sourceDigest(ROOT, ['package-lock.json', 'ops/src/bench/frontend/bare-page.ts']);
  await keptBuild(join(ROOT, BUILDS), digest, build);
  const port = await freePort();
  const child = await startChild({
    name: 'The bare page',
    command: nodeBinary(),
    args: [NEXT, 'start', join(ROOT, BUILDS, digest), '--port', String(port), '--hostname', '127.0.0.1'],
    env: ENVIRONMENT,
  });
  const url = `http://localhost:${port}`;
  await untilAnswers(child, url, (status) => status === 200);
  return { url, stop: child.stop };
}

async function build(draft: string): Promise<void> {
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(join(draft, path, '..'), { recursive: true });
    await writeFile(join(draft, path), content);
  }
  const args = [NEXT, 'build', draft];
  await requireBuilt(
    await startChild({ name: 'The build of the bare page', command: nodeBinary(), args, env: ENVIRONMENT }),
  );
}
