import { OPS_PROGRAM, shellQuoted } from './restore-cluster.ts';

/**
 * PostgreSQL's archive_command for an archive in a folder. What else it needs (a remote store) it takes from .env or
 * the server's environment.
 * @param signingKeyFile the key that signs, where somebody does
 */
export function archiveCommand(directory: string, recipient: string, signingKeyFile?: string): string {
  const variables = [`BACKUP_DIR=${shellQuoted(directory)}`, `BACKUP_PUBLIC_KEY=${shellQuoted(recipient)}`];
  if (signingKeyFile !== undefined) variables.push(`BACKUP_SIGNING_KEY_FILE=${shellQuoted(signingKeyFile)}`);
  return `${variables.join(' ')} ${shellQuoted(OPS_PROGRAM)} archive-wal "%p"`;
}
