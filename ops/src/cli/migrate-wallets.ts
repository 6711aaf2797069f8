import { parseArgs } from 'node:util';
import { createCurrencies } from '../../../backend/src/ledger/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import { type Database, openDatabase } from '../../../backend/src/platform/database/index.ts';
import {
  formatMigrationReport,
  MigrationError,
  migrateWallets,
  openSource,
  progressPrinter,
  rollBackWallets,
} from '../migrate-wallets/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';

const MAX_BATCH = 10_000;
const DEFAULT_BATCH = 5_000;

class UsageError extends Error {}

export const command: Command = {
  usage:
    'migrate-wallets --from <mongodump folder | mongodb:// URL> [--db name] [--dry-run] [--quarantine file.csv] [--balance-is available|total] [--batch rows] | --roll-back  brings legacy balances into the ledger, or takes them out again; exit 1 unless before and after agree',
  async run(args, env) {
    let settings: Settings;
    try {
      settings = readArguments(args);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\nusage: ${command.usage}\n`);
      return 2;
    }
    const database = openDatabase({ url: await databaseUrlOf(env), poolSize: 3 });
    try {
      return await (settings.from === undefined
        ? rollBack(database, env, settings)
        : migrate(database, env, { ...settings, from: settings.from }));
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      process.stderr.write(`${error.code}: ${error.message}\n`);
      return 1;
    } finally {
      await database.close();
    }
  },
};

type Settings = ReturnType<typeof readArguments>;

function readArguments(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string' },
      db: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      quarantine: { type: 'string' },
      'balance-is': { type: 'string' },
      batch: { type: 'string', default: String(DEFAULT_BATCH) },
      'roll-back': { type: 'boolean', default: false },
    },
  });
  const batch = Number(values.batch);
  const { 'balance-is': balanceIs } = values;
  if ((values.from === undefined) !== values['roll-back'])
    throw new UsageError('either --from or --roll-back');
  if (values['roll-back'] && values['dry-run']) throw new UsageError('--dry-run goes with --from');
  if (!Number.isInteger(batch) || batch < 1 || batch > MAX_BATCH)
    throw new UsageError(`--batch: 1 to ${MAX_BATCH}`);
  if (balanceIs !== undefined && balanceIs !== 'available' && balanceIs !== 'total') {
    throw new UsageError('--balance-is: available or total');
  }
  return {
    from: values.from,
    db: values.db,
    dryRun: values['dry-run'],
    quarantineFile: values.quarantine,
    balanceIs: balanceIs as 'available' | 'total' | undefined,
    batch,
  };
}

async function migrate(
  database: Database,
  env: NodeJS.ProcessEnv,
  settings: Settings & { from: string },
): Promise<number> {
  const currencies = configuredCurrencies(env);
  const source = await openSource(settings.from, settings.db);
  try {
    process.stderr.write(`reading ${source.collections.join(', ')} from ${source.description}\n`);
    const onProgress = progressPrinter((text) => process.stderr.write(`${text}\n`));
    const services = { database, currencies, clock: systemClock };
    const report = await migrateWallets(services, source, { ...settings, onProgress });
    process.stdout.write(`${formatMigrationReport(report, currencies)}\n`);
    if (settings.dryRun) process.stderr.write('This was a dry run: nothing was written.\n');
    return report.problems.length === 0 ? 0 : 1;
  } finally {
    await source.close();
  }
}

async function rollBack(database: Database, env: NodeJS.ProcessEnv, { batch }: Settings): Promise<number> {
  const onProgress = progressPrinter((text) => process.stderr.write(`${text}\n`));
  const services = { database, currencies: configuredCurrencies(env), clock: systemClock };
  const { reversed } = await rollBackWallets(services, { batch, onProgress });
  process.stdout.write(`Rolled back: ${reversed} opening balances are reversed.\n`);
  return 0;
}

function configuredCurrencies(env: NodeJS.ProcessEnv) {
  return createCurrencies(
    (env.LEDGER_CURRENCIES ?? '')
      .split(',')
      .map((text) => text.trim())
      .filter(Boolean),
  );
}
