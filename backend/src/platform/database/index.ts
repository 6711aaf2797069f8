export { batchReads } from './batch-reads.ts';
export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  Prisma,
  type Reads,
  type StaleReads,
  type Tx,
} from './database.ts';
export { type DatabaseError, databaseErrorOf, isConflict } from './database-error.ts';
export { migrateDatabase } from './migrate.ts';
export { pendingMigrations } from './pending-migrations.ts';
