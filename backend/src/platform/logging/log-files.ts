import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { destination } from 'pino';

type LogFile = ReturnType<typeof destination>;

export interface LogFiles {
  /** Everything. */
  readonly combined: LogFile;
  /** Lines of the level `error` and above. */
  readonly error: LogFile;
  /** Goes on in the files that bear the names now: after somebody has moved the old ones away. */
  reopen(): void;
  /** Looks whether a file was moved, or has grown too large. Done every few seconds by itself. */
  check(): void;
  close(): void;
}

const CHECK_MS = 5_000;

/**
 * `combined.log` and `error.log` in a folder. One that grows beyond `maxBytes` becomes `combined.log.1`, what was that
 * `combined.log.2`, and so on up to `keep`; 0 bytes leaves that to others. Several processes may write into one folder:
 * each goes on in the new file soon after one of them, or logrotate, has moved the old.
 */
export function openLogFiles(
  directory: string,
  { maxBytes, keep }: { readonly maxBytes: number; readonly keep: number },
): LogFiles {
  mkdirSync(directory, { recursive: true });
  const open = (name: string) => {
    const path = join(directory, name);
    const file = destination({ dest: path, sync: false, append: true });
    // A full disk must not end the process: standard output still has every line.
    file.on('error', (error) => process.stderr.write(`${path} cannot be written: ${String(error)}\n`));
    return { path, file, inode: inodeOf(path) };
  };
  const combined = open('combined.log');
  const error = open('error.log');
  const all = [combined, error];

  function reopen(each: (typeof all)[number]): void {
    each.file.reopen();
    each.file.once('ready', () => {
      each.inode = inodeOf(each.path);
    });
  }
  function check(): void {
    for (const each of all) {
      const now = inodeOf(each.path);
      // Not known until the file has been opened, which happens in the background.
      each.inode ??= now;
      if (now !== each.inode) reopen(each);
      else if (maxBytes > 0 && now !== undefined && statSync(each.path).size > maxBytes) {
        shift(each.path, keep);
        reopen(each);
      }
    }
  }
  const timer = setInterval(check, CHECK_MS);
  timer.unref();
  return {
    combined: combined.file,
    error: error.file,
    reopen: () => all.forEach(reopen),
    check,
    close() {
      clearInterval(timer);
      for (const { file } of all) file.end();
    },
  };
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** `file` to `file.1`, `file.1` to `file.2` and so on; the one after the last is removed. */
function shift(path: string, keep: number): void {
  rmSync(`${path}.${keep}`, { force: true });
  for (let number = keep - 1; number >= 1; number--) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
  if (keep > 0) renameSync(path, `${path}.1`);
  else rmSync(path, { force: true });
}
