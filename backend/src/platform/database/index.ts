export { type Database, type DatabaseOptions, openDatabase, Prisma, type Tx } from './database.ts';
export { migrateDatabase } from './migrate.ts';
