/**
 * `npm run -s spell -- verify|inspect <hex|file> [--allow-mock]`
 *
 * Reads a raw Bitcoin transaction and prints one JSON document on standard output, whatever happens.
 * Exit 0: the spell is valid. 1: it is not, or there is none. 2: the input is no transaction.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CharmsError, type ParsedTx, parseTransaction } from '@charmbills/charms';
import { inspectReport, type SpellReport, unusable, verifyReport } from './spell-report.ts';

const USAGE = 'usage: npm run -s spell -- verify|inspect <hex|file> [--allow-mock]';
const REPORTS = { verify: verifyReport, inspect: inspectReport };
const HEX = /^(?:[0-9a-f]{2})+$/i;

class UnusableInput extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

function main(): { report: SpellReport; exitCode: number } {
  try {
    const { command, input, allowMock } = readArguments();
    const report = REPORTS[command](readTransaction(input), { allowMock });
    return { report, exitCode: report.valid ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    return { report: unusable(error.reason, error.message), exitCode: 2 };
  }
}

function readArguments(): { command: keyof typeof REPORTS; input: string; allowMock: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'allow-mock': { type: 'boolean', default: false } },
    });
    const [command, input, ...rest] = positionals;
    if ((command === 'verify' || command === 'inspect') && input !== undefined && rest.length === 0) {
      return { command, input, allowMock: values['allow-mock'] };
    }
  } catch {
    // an unknown option: the usage says which there are
  }
  throw new UnusableInput('ARGUMENT_INVALID', USAGE);
}

/** Hexadecimal digits are the transaction itself, anything else names a file of hex or raw bytes. */
function readTransaction(input: string): ParsedTx {
  try {
    return parseTransaction(HEX.test(input) ? Buffer.from(input, 'hex') : readFile(input));
  } catch (error) {
    if (error instanceof CharmsError) throw new UnusableInput(error.code, error.message);
    throw error;
  }
}

function readFile(path: string): Uint8Array {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UnusableInput('ARGUMENT_INVALID', `neither hexadecimal nor a file that can be read: ${cause}`);
  }
  const text = content.toString('latin1').trim();
  return HEX.test(text) ? Buffer.from(text, 'hex') : content;
}

const { report, exitCode } = main();
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = exitCode;
