/** `npm run db:migrate:prod` applies the migrations that are not applied yet to DATABASE_URL. */
import { migrateDatabase } from '../src/platform/database/index.ts';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error(
    'DATABASE_URL is missing: the database to migrate, such as postgresql://user@host:5432/charmbills',
  );
  process.exitCode = 78;
} else {
  try {
    const { applied } = await migrateDatabase(url, (line) => console.log(line));
    if (applied.length === 0) console.log('The database is up to date.');
  } catch (error) {
    console.error(`The database cannot be migrated: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
