import { globSync, readFileSync } from 'node:fs';

/** Calls that reach the database: raw SQL, or a model's delegate on a transaction or client. */
const QUERY =
  /\$(query|execute)Raw|\b(tx|client)\.\w+\.(find(Many|First|Unique)|create|update|upsert|delete|count|aggregate|groupBy)\w*\(/;
const ALLOWED = /\.repository\.ts$|\.test\.ts$|\/testing(\/|\.ts$)|^backend\/src\/platform\//;

/** Only repositories speak SQL or Prisma, so that scoping and locking are read in one kind of file. */
export function checkQueriesStayInRepositories(): string[] {
  return globSync('backend/src/**/*.ts')
    .filter((file) => !ALLOWED.test(file) && QUERY.test(readFileSync(file, 'utf8')))
    .map((file) => `${file} queries the database`);
}
