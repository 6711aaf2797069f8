import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { ChildOptions } from './child.ts';
import { StackError } from './errors.ts';

/** An ordinary user of the system. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** The full path of a program on PATH, or undefined. */
export function findOnPath(program: string, path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find((candidate) => existsSync(candidate) && (statSync(candidate).mode & 0o111) !== 0);
}

/**
 * The user that PostgreSQL runs as when the stack itself is started by root, which PostgreSQL refuses:
 * the owner of an existing data folder, else the system's `postgres`, else `nobody`.
 * Undefined when we are not root and no change is needed.
 */
export function unprivilegedUser(dataDir: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(dataDir)) {
    const { uid, gid } = statSync(dataDir);
    if (uid !== 0) return { uid, gid };
  }
  const users = new Map<string, SystemUser>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name !== undefined && uid !== undefined) users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  const user = users.get('postgres') ?? users.get('nobody');
  if (user === undefined) {
    throw new StackError(
      'POSTGRES_UNAVAILABLE',
      'PostgreSQL does not run as root and there is no other user to run it as.',
      'Start the stack as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs already.',
    );
  }
  return user;
}

/** Hands a folder over to a user. */
export function giveTo(user: SystemUser | undefined, folder: string): void {
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
}

type Command = Pick<ChildOptions, 'command' | 'args' | 'uid' | 'gid'>;

/**
 * The command line that runs a program as another user. Where its data lies in a folder that is closed to other
 * users (root's home, a temporary folder), `setpriv` gives the program the one capability to pass through.
 */
export function asUser(
  user: SystemUser | undefined,
  command: string,
  args: readonly string[],
  dataDir: string,
): Command {
  if (user === undefined) return { command, args };
  if (isOpenToOthers(dataDir)) return { command, args, ...user };
  const setpriv = findOnPath('setpriv');
  if (setpriv === undefined) {
    throw new StackError(
      'POSTGRES_UNAVAILABLE',
      `PostgreSQL does not run as root, and no other user may enter ${dirname(dataDir)}.`,
      'Start the stack as an ordinary user, or set DATA_DIR to a folder that is open to everyone.',
    );
  }
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: setpriv, args: [...ids, ...capability, '--', command, ...args] };
}

/** True when every folder above the path lets any user pass. */
export function isOpenToOthers(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
