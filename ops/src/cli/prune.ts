import { prune } from '../../../backend/src/operations/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage: 'prune [--dry-run]  removes what has been kept long enough, as workers do every night, or counts it',
  async run(args, env) {
    const options = { 'dry-run': { type: 'boolean', default: false } } as const;
    const parsed = readArguments(args, { usage: command.usage, options });
    if (parsed === undefined) return 2;
    const dryRun = parsed.values['dry-run'];
    const database = openDatabase({ url: await databaseUrlOf(env), poolSize: 2 });
    try {
      for (const { table, keptDays, rows } of await prune({ database, clock: systemClock }, { dryRun })) {
        process.stdout.write(`${table.padEnd(18)} older than ${keptDays} days: ${rows} rows\n`);
      }
    } finally {
      await database.close();
    }
    if (dryRun) process.stderr.write('This was a dry run: nothing was removed.\n');
    return 0;
  },
};
