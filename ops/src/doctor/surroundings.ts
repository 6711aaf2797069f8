import { randomBytes } from 'node:crypto';
import type { StatsFs } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createProverClient } from '../../../backend/src/charms/index.ts';
import type { Config } from '../../../backend/src/platform/config/index.ts';
import { reasonOf } from '../stack/errors.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const LEAST_FREE = 0.1;
const LEAST_FREE_BYTES = 2 * 1024 ** 3;

/** Whether the prover is there. It is asked for no proof. */
export async function judgeProver(config: Config): Promise<Finding> {
  const prover = createProverClient({ url: config.PROVER_API_URL, timeoutMs: 5_000 });
  const { host, protocol, hostname } = new URL(config.PROVER_API_URL);
  if (!(await prover.ready())) {
    return problem(
      'prover',
      `${host} does not say that it is ready.`,
      'Is it running? Check PROVER_API_URL. Spells wait until it answers.',
    );
  }
  const mine = /^(localhost|127\.|\[::1\])/.test(hostname) || !hostname.includes('.');
  return protocol === 'https:' || mine
    ? ok('prover', `${host} is ready.`)
    : warning(
        'prover',
        `${host} is ready, and reached without TLS.`,
        'Use https:// or a network of your own.',
      );
}

/** Whether the log can be written. */
export async function judgeLogs({ LOGS_DIR: folder, NODE_ENV }: Config): Promise<Finding> {
  if (folder === undefined) {
    return ok(
      'LOGS_DIR',
      `is not set: logs go to standard output${NODE_ENV === 'production' ? ', for whoever collects it' : ''}.`,
    );
  }
  const probe = join(folder, `.doctor-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    return ok('LOGS_DIR', `${folder} can be written.`);
  } catch (error) {
    return problem(
      'LOGS_DIR',
      `${folder} cannot be written: ${reasonOf(error)}.`,
      'Give it to the user of the product, or name another.',
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Whether there is room below each of these folders; two on one disk are told once. */
export async function judgeDisks(folders: ReadonlyMap<string, string>): Promise<Finding[]> {
  const findings = new Map<string, Finding>();
  for (const [subject, folder] of folders) {
    const disk = await nearestDisk(folder);
    if (disk === undefined) continue;
    const free = disk.bavail * disk.bsize;
    const share = disk.bavail / disk.blocks;
    const says = `${(free / 1024 ** 3).toFixed(1)} GB are free at ${folder} (${Math.round(share * 100)} %).`;
    const finding =
      share >= LEAST_FREE && free >= LEAST_FREE_BYTES
        ? ok(`disk (${subject})`, says)
        : problem(`disk (${subject})`, says, 'Make room: PostgreSQL stops when its disk is full.');
    const key = `${disk.blocks} ${disk.bavail}`;
    if (!findings.has(key)) findings.set(key, finding);
  }
  return [...findings.values()];
}

/** The disk of a folder, or of the first one above it that is there. */
async function nearestDisk(folder: string): Promise<StatsFs | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const disk = await statfs(at).catch(() => undefined);
    if (disk !== undefined || at === dirname(at)) return disk;
  }
}
