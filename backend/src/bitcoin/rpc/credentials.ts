import { readFile } from 'node:fs/promises';
import { NodeUnavailableError } from '../bitcoin.errors.ts';

/** The Authorization header for the node. */
export interface Credentials {
  header(): Promise<string>;
  /** Forgets what was read. False when there is nothing new to read: the same would be refused again. */
  refresh(): boolean;
}

export function passwordCredentials(user: string, password: string): Credentials {
  const header = basic(`${user}:${password}`);
  return { header: async () => header, refresh: () => false };
}

/** The node writes a new cookie at every start. */
export function cookieCredentials(file: string): Credentials {
  let cached: string | undefined;
  return {
    async header() {
      try {
        cached ??= basic((await readFile(file, 'utf8')).trim());
      } catch (cause) {
        throw new NodeUnavailableError('its cookie file cannot be read', { cause });
      }
      return cached;
    },
    refresh() {
      cached = undefined;
      return true;
    },
  };
}

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
