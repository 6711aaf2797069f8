import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import type { Command } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'doctor [--json]  checks the configuration and everything it names, and says what to do about each problem; exit 1 when there is one',
  async run(args, env) {
    const options = { json: { type: 'boolean', default: false } } as const;
    const parsed = readArguments(args, { usage: command.usage, options });
    if (parsed === undefined) return 2;
    loadEnvFile();
    const findings = await examine(env, new Date());
    const problems = findings.filter(({ level }) => level === 'problem').length;
    const warnings = findings.filter(({ level }) => level === 'warning').length;
    if (parsed.values.json) process.stdout.write(`${JSON.stringify({ problems, warnings, findings })}\n`);
    else
      process.stdout.write(
        `${findings.map(describe).join('\n')}\n\n${problems} problems, ${warnings} warnings\n`,
      );
    return problems === 0 ? 0 : 1;
  },
};

const MARKS = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' } as const;

function describe({ level, subject, says, remedy }: Finding): string {
  const line = `${MARKS[level]}  ${subject}: ${says}`;
  return remedy === undefined ? line : `${line}\n         → ${remedy}`;
}
