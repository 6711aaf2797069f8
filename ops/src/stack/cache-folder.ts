import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads are kept for all checkouts of this user (XDG_CACHE_HOME, else ~/.cache). */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME;
  return join(base !== undefined && base !== '' ? base : join(env.HOME ?? homedir(), '.cache'), 'charmbills');
}
