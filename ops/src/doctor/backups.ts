import { stat } from 'node:fs/promises';
import {
  BackupError,
  type BackupSettings,
  backupSettingsOf,
  createRemoteStore,
  distrustManifest,
  localBackups,
  type Manifest,
  readSigner,
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
    const settings = backupSettingsOf(env);
    const { directory, recipient, trustedKeys, remote: remoteSettings } = settings;
    if (recipient === undefined) {
      return [
        problem('backups', 'are not set up: BACKUP_PUBLIC_KEY is not set.', 'See docs/operations/backup.md.'),
      ];
    }
    const states: BackupState[] = [];
    const distrusted: Finding[] = [];
    const look = (kind: 'dump' | 'base', where: 'here' | 'remotely', manifests: readonly Manifest[]) => {
      states.push({ kind, where, newest: newestOf(manifests) });
      distrusted.push(...judgeSignature(manifests.at(-1), where, trustedKeys));
    };
    for (const kind of ['dump', 'base'] as const) {
      look(kind, 'here', await localBackups(directory, kind));
      if (remoteSettings === undefined) continue;
      const remote = createRemoteStore(remoteSettings, { retries: 1 });
      look(kind, 'remotely', await remoteBackups(remote, kind));
    }
    return [
      ...judgeFreshness(states, now),
      ...(await judgeSigning(settings)),
      ...distrusted,
      ...judgePlaces(env, remoteSettings !== undefined),
    ];
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return [problem('backups', error.message, 'See docs/operations/backup.md.')];
  }
}

function newestOf(manifests: readonly { readonly finishedAt: string }[]): Date | undefined {
  const last = manifests.at(-1);
  return last === undefined ? undefined : new Date(last.finishedAt);
}

/** Whether what is made here is signed, and whether what is restored has to be. */
async function judgeSigning({ signingKeyFile, trustedKeys }: BackupSettings): Promise<Finding[]> {
  const signer = await readSigner(signingKeyFile);
  if (signer === undefined || signingKeyFile === undefined) {
    return [
      warning(
        'BACKUP_SIGNING_KEY_FILE',
        'is not set: nobody can tell a backup from one that somebody else put in its place.',
        'See docs/operations/backup.md, "Signatures".',
      ),
    ];
  }
  const findings = [ok('BACKUP_SIGNING_KEY_FILE', `Backups are signed by ${signer.publicKey}.`)];
  if (trustedKeys.length === 0) {
    findings.push(
      warning(
        'BACKUP_TRUSTED_KEYS',
        'is not set: whatever lies in the store would be restored.',
        `Set it to ${signer.publicKey}, here and where you restore.`,
      ),
    );
  } else if (!trustedKeys.includes(signer.publicKey)) {
    findings.push(
      problem(
        'BACKUP_TRUSTED_KEYS',
        `does not name ${signer.publicKey}, which signs here: what is made here would not be restored.`,
        'Add it, or name the right key in BACKUP_SIGNING_KEY_FILE.',
      ),
    );
  }
  const { mode } = await stat(signingKeyFile);
  if ((mode & 0o022) !== 0) {
    findings.push(
      problem(
        'BACKUP_SIGNING_KEY_FILE',
        'can be replaced by others on this machine.',
        `chmod go-w ${signingKeyFile}`,
      ),
    );
  }
  return findings;
}

function judgeSignature(
  newest: Manifest | undefined,
  where: 'here' | 'remotely',
  trusted: readonly string[],
): Finding[] {
  const reason = newest === undefined ? undefined : distrustManifest(newest, trusted);
  if (newest === undefined || reason === undefined) return [];
  return [
    problem(
      newest.name,
      `${where} ${reason}. It would not be restored.`,
      'Find out who put it there, make another backup, and restore none but those that are signed.',
    ),
  ];
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
