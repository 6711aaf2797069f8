import { parseArgs } from 'node:util';
import { makeDump, progressPrinter } from '../migrate-wallets/index.ts';
import type { Command } from './command.ts';

const MAX_ROWS = 100_000_000;

export const command: Command = {
  usage:
    'make-legacy-dump --out <folder> --rows <n> [--seed n] [--bad share]  writes a dump of legacy balances for rehearsals, good and bad rows',
  async run(args) {
    let settings: ReturnType<typeof readArguments>;
    try {
      settings = readArguments(args);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\nusage: ${command.usage}\n`);
      return 2;
    }
    const onProgress = progressPrinter((text) => process.stderr.write(`${text}\n`));
    for (const made of await makeDump(settings.out, { ...settings, onProgress })) {
      process.stdout.write(
        `${made.collection.padEnd(18)} ${made.rows} rows, ${made.bad} bad, ${made.doubled} doubled\n`,
      );
    }
    return 0;
  },
};

function readArguments(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      rows: { type: 'string' },
      seed: { type: 'string', default: '1' },
      bad: { type: 'string', default: '0.001' },
    },
  });
  const rows = Number(values.rows);
  const seed = Number(values.seed);
  const bad = Number(values.bad);
  if (values.out === undefined) throw new RangeError('--out: a folder');
  if (!Number.isInteger(rows) || rows < 1 || rows > MAX_ROWS)
    throw new RangeError(`--rows: 1 to ${MAX_ROWS}`);
  if (!Number.isInteger(seed) || seed < 0) throw new RangeError('--seed: a whole number');
  if (!(bad >= 0 && bad <= 1)) throw new RangeError('--bad: a share from 0 to 1');
  return { out: values.out, rows, seed, bad };
}
