import {
  BackupError,
  backupSettingsOf,
  createRemoteStore,
  localBackups,
  remoteBackups,
} from '../backup/index.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const HOUR_MS = 3_600_000;
/** A daily backup, and time for it to run. */
const DUMP_LATE_HOURS = 26;
const BASE_LATE_HOURS = 8 * 24;

export interface BackupState {
  readonly kind: 'dump' | 'base';
  readonly where: 'here' | 'remotely';
  /** When the newest whole one ended. */
  readonly newest: Date | undefined;
}

/** Whether there is a backup to go back to, and how old it is. */
export async function judgeBackups(env: NodeJS.ProcessEnv, now: Date): Promise<Finding[]> {
  try {
    const { directory, recipient, remote: remoteSettings } = backupSettingsOf(env);
    if (recipient === undefined) {
      return [
        problem('backups', 'are not set up: BACKUP_PUBLIC_KEY is not set.', 'See docs/operations/backup.md.'),
      ];
    }
    const states: BackupState[] = [];
    for (const kind of ['dump', 'base'] as const) {
      states.push({ kind, where: 'here', newest: newestOf(await localBackups(directory, kind)) });
      if (remoteSettings === undefined) continue;
      const remote = createRemoteStore(remoteSettings, { retries: 1 });
      states.push({ kind, where: 'remotely', newest: newestOf(await remoteBackups(remote, kind)) });
    }
    return [...judgeFreshness(states, now), ...judgePlaces(env, remoteSettings !== undefined)];
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return [problem('backups', error.message, 'See docs/operations/backup.md.')];
  }
}

function newestOf(manifests: readonly { readonly finishedAt: string }[]): Date | undefined {
  const last = manifests.at(-1);
  return last === undefined ? undefined : new Date(last.finishedAt);
}

/** Judges ages. A dump has to be there; base backups only where they were begun with. */
export function judgeFreshness(states: readonly BackupState[], now: Date): Finding[] {
  return states.flatMap(({ kind, where, newest }) => {
    const [command, lateHours] =
      kind === 'dump' ? ['backup', DUMP_LATE_HOURS] : ['base-backup', BASE_LATE_HOURS];
    const subject = `${kind === 'dump' ? 'backup' : 'base backup'} ${where}`;
    const remedy = `Run npm run -s ops -- ${command}, and see that its timer is on.`;
    if (newest === undefined) return kind === 'dump' ? [problem(subject, 'There is none.', remedy)] : [];
    const hours = (now.getTime() - newest.getTime()) / HOUR_MS;
    const says = `The newest is ${hours.toFixed(1)} hours old.`;
    return [hours <= lateHours ? ok(subject, says) : problem(subject, says, remedy)];
  });
}

function judgePlaces(env: NodeJS.ProcessEnv, remote: boolean): Finding[] {
  const findings: Finding[] = [];
  if (!remote) {
    findings.push(
      warning(
        'backups',
        'stay on this machine: its loss takes them along.',
        'Set BACKUP_S3_URL, or copy BACKUP_DIR elsewhere.',
      ),
    );
  }
  if (env.NODE_ENV === 'production' && env.BACKUP_KEY_FILE) {
    findings.push(
      warning(
        'BACKUP_KEY_FILE',
        'is on the machine whose backups it reads.',
        'Keep it elsewhere; verify and restore there.',
      ),
    );
  }
  return findings;
}
