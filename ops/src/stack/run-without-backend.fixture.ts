/** `npm start` without the backend, for tests of how the stack starts and stops. */
import { run } from './run.ts';

process.exit(await run({ backend: false }));
