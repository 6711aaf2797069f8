import { runDrill } from '../drill/run-drill.ts';
import type { Command } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { readArguments } from './read-arguments.ts';

/** So that disaster strikes long after the last segment was archived. */
const SECONDS = '80';
/** Under a minute, so that the archiver's own time is within it too. */
const ARCHIVE_TIMEOUT = '45';
/** What a disaster may cost. */
const BOUND_SECONDS = 60;

export const command: Command = {
  usage:
    'drill [--seconds 80] [--archive-timeout 45] [--json]  destroys a scratch cluster under load, restores it from its archive and looks for every acknowledged transfer; exit 1 when more than a minute is lost, or anything is wrong',
  async run(args, env) {
    const parsed = readArguments(args, {
      usage: command.usage,
      options: {
        seconds: { type: 'string', default: SECONDS },
        'archive-timeout': { type: 'string', default: ARCHIVE_TIMEOUT },
        json: { type: 'boolean', default: false },
      },
    });
    if (parsed === undefined) return 2;
    const [seconds, archiveTimeoutSeconds] = [
      Number(parsed.values.seconds),
      Number(parsed.values['archive-timeout']),
    ];
    if (
      !Number.isInteger(seconds) ||
      seconds < 1 ||
      !Number.isInteger(archiveTimeoutSeconds) ||
      archiveTimeoutSeconds < 1
    ) {
      process.stderr.write(
        `--seconds, --archive-timeout: whole numbers of seconds\nusage: ${command.usage}\n`,
      );
      return 2;
    }
    loadEnvFile();
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const report = await runDrill({ seconds, archiveTimeoutSeconds, segments: 1, env, log });
    const held = report.lossSeconds <= BOUND_SECONDS && report.problems.length === 0;
    if (parsed.values.json) process.stdout.write(`${JSON.stringify({ ...report, held })}\n`);
    else {
      const lines = [
        `acknowledged  ${report.acknowledged} transfers`,
        `restored      ${report.restored}`,
        `lost          ${report.lost}, all of the last ${report.lossSeconds.toFixed(1)} s (recovery point; the bound is ${BOUND_SECONDS} s)`,
        `recovered     in ${report.recoverySeconds.toFixed(1)} s, verified in ${report.verifySeconds.toFixed(1)} s more (recovery time)`,
        ...report.problems.map((problem) => `FAILED        ${problem}`),
        held ? 'The bound holds, and the restored ledger is sound.' : 'The drill has failed.',
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    }
    return held ? 0 : 1;
  },
};
