/** `npm run lint`: every check that is not a test. Exits 1 when any of them fails, and says which. */
import { runChecks } from './checks.ts';

if (runChecks().length > 0) process.exitCode = 1;
