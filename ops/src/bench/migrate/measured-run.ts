/** Runs `migrate-wallets` with its arguments and then says, as the last line on standard error, how it went. */
import { readFileSync } from 'node:fs';
import { command } from '../../cli/migrate-wallets.ts';

const start = performance.now();
const exitCode = await command.run(process.argv.slice(2), process.env);
const ms = performance.now() - start;
// What this process has used at most: its resource usage would count the parent's memory before the exec.
const [, peakKb] = /^VmHWM:\s+(\d+) kB$/m.exec(readStatus()) ?? [];
const peakMb = Number(peakKb ?? process.resourceUsage().maxRSS) / 1_024;
process.stderr.write(`${JSON.stringify({ exitCode, ms, peakMb })}\n`);
process.exitCode = exitCode;

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
