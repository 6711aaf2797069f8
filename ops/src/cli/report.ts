import { withClient } from '../backup/server.repository.ts';
import { formatTable } from '../reports/format-report.ts';
import { REPORTS, readReport } from '../reports/reports.repository.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'report [<name>] [--csv|--json]  answers a question about the installation; without a name, lists them',
  async run(args, env) {
    const parsed = readArguments(args, {
      usage: command.usage,
      options: { csv: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
      words: [0, 1],
    });
    if (parsed === undefined) return 2;
    const [name] = parsed.positionals;
    const { csv, json } = parsed.values;
    if (name === undefined) {
      for (const [each, { describes }] of Object.entries(REPORTS)) {
        process.stdout.write(`${each.padEnd(22)} ${describes}\n`);
      }
      return 0;
    }
    const report = Object.hasOwn(REPORTS, name) ? REPORTS[name] : undefined;
    if (report === undefined || (csv && json)) {
      const why =
        report === undefined
          ? `unknown report: ${name}; there are ${Object.keys(REPORTS).join(', ')}`
          : 'either --csv or --json';
      process.stderr.write(`${why}\nusage: ${command.usage}\n`);
      return 2;
    }
    const table = await withClient(await databaseUrlOf(env), (client) => readReport(client, report));
    if (table === undefined) {
      process.stderr.write(
        `${name} needs the extension ${report.needs}: set shared_preload_libraries, restart PostgreSQL, and CREATE EXTENSION ${report.needs}.\n`,
      );
      return 1;
    }
    process.stdout.write(formatTable(table, csv ? 'csv' : json ? 'json' : 'text'));
    return 0;
  },
};
