export { MigrationError } from './errors.ts';
export { makeDump } from './make-dump.ts';
export { migrateWallets } from './migrate-wallets.ts';
export { openSource } from './open-source.ts';
export { progressPrinter } from './progress.ts';
export { formatMigrationReport } from './report.ts';
export { rollBackWallets } from './roll-back.ts';
