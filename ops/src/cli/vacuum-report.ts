import { withClient } from '../backup/server.repository.ts';
import { formatTable } from '../reports/format-report.ts';
import { REPORTS, readReport, VACUUM_REPORTS } from '../reports/reports.repository.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'vacuum-report  shows dead rows and the last vacuum, indexes that are missing, unused or broken, and the age of transaction numbers',
  async run(args, env) {
    if (readArguments(args, command) === undefined) return 2;
    await withClient(await databaseUrlOf(env), async (client) => {
      for (const name of VACUUM_REPORTS) {
        const report = REPORTS[name];
        if (report === undefined) continue;
        const table = await readReport(client, report);
        if (table !== undefined) process.stdout.write(`${report.describes}\n${formatTable(table, 'text')}\n`);
      }
    });
    return 0;
  },
};
