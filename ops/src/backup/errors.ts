export type BackupErrorCode =
  | 'BACKUP_KEY_MISSING'
  | 'BACKUP_KEY_INVALID'
  | 'BACKUP_RUNNING'
  | 'BACKUP_NOT_FOUND'
  | 'BACKUP_DAMAGED'
  | 'BACKUP_UNTRUSTED'
  | 'DATABASE_NOT_EMPTY'
  | 'FOLDER_NOT_EMPTY'
  | 'ARCHIVE_CONFLICT'
  | 'REMOTE_FAILED'
  | 'SETTING_INVALID';

/** Why a backup could not be made or used, and what to do about it. */
export class BackupError extends Error {
  override readonly name = 'BackupError';

  constructor(
    readonly code: BackupErrorCode,
    problem: string,
    cause?: unknown,
  ) {
    super(`${code}: ${problem}`, cause === undefined ? undefined : { cause });
  }
}
