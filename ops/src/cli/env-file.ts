import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../stack/root.ts';

/** Adds what .env says to the environment of this process; what is set already stays. */
export function loadEnvFile(): void {
  const file = join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
