/** `npm run -s ops -- <command> [arguments]`: the front door of everything an operator does by hand. */
import type { Command } from './command.ts';

/** Every command by name; loaded only when asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  'archive-wal': () => import('./archive-wal.ts'),
  'backup-key': () => import('./backup-key.ts'),
  backup: () => import('./backup.ts'),
  backups: () => import('./backups.ts'),
  'base-backup': () => import('./base-backup.ts'),
  doctor: () => import('./doctor.ts'),
  drill: () => import('./drill.ts'),
  'ledger-check': () => import('./ledger-check.ts'),
  'make-legacy-dump': () => import('./make-legacy-dump.ts'),
  'migrate-wallets': () => import('./migrate-wallets.ts'),
  operators: () => import('./operators.ts'),
  prune: () => import('./prune.ts'),
  report: () => import('./report.ts'),
  'restore-wal': () => import('./restore-wal.ts'),
  restore: () => import('./restore.ts'),
  'rotate-encryption': () => import('./rotate-encryption.ts'),
  'vacuum-report': () => import('./vacuum-report.ts'),
  'verify-backup': () => import('./verify-backup.ts'),
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return (await load()).command.run(args, process.env);
  if (name !== undefined) process.stderr.write(`unknown command: ${name}\n`);
  process.stderr.write('usage: npm run -s ops -- <command>\n');
  for (const loadOne of Object.values(COMMANDS)) {
    process.stderr.write(`  ${(await loadOne()).command.usage}\n`);
  }
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
