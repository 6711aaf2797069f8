import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
