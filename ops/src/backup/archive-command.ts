import { OPS_PROGRAM, shellQuoted } from './restore-cluster.ts';

/**
 * PostgreSQL's archive_command for an archive in a folder. What else it needs (a remote store) it takes from .env or
 * the server's environment.
 */
export function archiveCommand(directory: string, recipient: string): string {
  const variables = [`BACKUP_DIR=${shellQuoted(directory)}`, `BACKUP_PUBLIC_KEY=${shellQuoted(recipient)}`];
  return `${variables.join(' ')} ${shellQuoted(OPS_PROGRAM)} archive-wal "%p"`;
}
