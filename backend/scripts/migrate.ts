/**
 * `npm run db:migrate:prod`, and `node migrate.js` beside the bundled backend: applies the migrations that are not
 * applied yet to DATABASE_URL, or to what DATABASE_URL_FILE holds.
 */
import { readSecretFiles } from '../src/platform/config/index.ts';
import { migrateDatabase } from '../src/platform/database/index.ts';

const { env, problems } = readSecretFiles(process.env, ['DATABASE_URL']);
const url = env.DATABASE_URL;
if (problems.length > 0 || !url) {
  console.error(
    problems[0] ??
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
