import { parseArgs } from 'node:util';
import {
  checkLedger,
  createCurrencies,
  formatAmount,
  type LedgerReport,
} from '../../../backend/src/ledger/index.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';

export const command: Command = {
  usage:
    'ledger-check [--json]  verifies chain, sums and balances of the ledger; exit 1 names the first culprit',
  async run(args, env) {
    let json: boolean;
    try {
      ({ json } = parseArgs({
        args: [...args],
        options: { json: { type: 'boolean', default: false } },
      }).values);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\nusage: ${command.usage}\n`);
      return 2;
    }
    const database = openDatabase({ url: await databaseUrlOf(env), poolSize: 2 });
    try {
      const report = await checkLedger(database);
      const text = json ? JSON.stringify(report, bigintAsText) : describeReport(report, configured(env));
      process.stdout.write(`${text}\n`);
      return report.failed === null ? 0 : 1;
    } finally {
      await database.close();
    }
  },
};

function configured(env: NodeJS.ProcessEnv): string[] {
  return (env.LEDGER_CURRENCIES ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** The figures, what was verified, and the verdict, as lines of text. */
export function describeReport(report: LedgerReport, currencies: readonly string[]): string {
  const { journal, passed, failed } = report;
  const known = createCurrencies(currencies);
  const inUnits = (code: string, amount: bigint) => {
    const currency = known.all.find((candidate) => candidate.code === code);
    return currency === undefined ? `${amount} units` : formatAmount(amount, currency);
  };
  return [
    `accounts    ${journal.accounts}`,
    `postings    ${journal.postings} (${journal.unsealed} not sealed yet)`,
    `entries     ${journal.entries}`,
    `open holds  ${journal.openHolds}`,
    `seals       ${journal.seals}, through posting ${journal.sealedThrough}`,
    `head        ${journal.head ?? 'none'}`,
    ...report.currencies.map(
      ({ currency, accounts, held, locked }) =>
        `${currency.padEnd(11)} ${inUnits(currency, held)} held, ${inUnits(currency, locked)} of it locked, in ${accounts} accounts`,
    ),
    ...passed.map((name) => `ok      ${name}`),
    ...(failed === null ? ['The ledger is sound.'] : [`FAILED  ${failed.check}: ${failed.culprit}`]),
  ].join('\n');
}
