import { expect, test } from 'vitest';
import { checkMigrations, destructiveSteps } from './migrations.ts';

test.each([
  ['DROP TABLE "plans"', 'drops a table'],
  ['ALTER TABLE "plans" DROP COLUMN "name"', 'drops a column'],
  ['ALTER TABLE "plans" ADD COLUMN "a" INT, DROP COLUMN "name"', 'drops a column'],
  ['ALTER TABLE plans RENAME COLUMN a TO b', 'renames'],
  ['ALTER TABLE plans RENAME a TO b', 'renames'],
  ['ALTER TABLE "plans" RENAME TO "offers"', 'renames'],
  ['ALTER TABLE "plans" ALTER COLUMN "a" SET DATA TYPE BIGINT', 'changes the type'],
  ['ALTER TABLE "plans" ALTER COLUMN "a" TYPE BIGINT', 'changes the type'],
  ['ALTER TABLE "plans" ALTER COLUMN "a" SET NOT NULL', 'makes a column required'],
  ['ALTER TABLE "plans" ADD COLUMN "a" TEXT NOT NULL', 'required column without default'],
  [
    'ALTER TABLE "p" ADD COLUMN "a" INT DEFAULT 1, ADD COLUMN "b" INT NOT NULL',
    'required column without default',
  ],
  ['TRUNCATE plans', 'empties a table'],
  ['CREATE INDEX "i" ON "plans"("a")', 'locks a table while it indexes'],
  ['CREATE UNIQUE INDEX "i" ON "plans"("a")', 'locks a table while it indexes'],
  ['ALTER TABLE "a" ADD CONSTRAINT "c" FOREIGN KEY ("b") REFERENCES "b"("id")', 'checks all rows'],
])('%s: %s', (sql, words) => {
  expect(destructiveSteps(`${sql};`)).toEqual([expect.stringContaining(words)]);
});

test.each([
  'CREATE TABLE "new" ("a" TEXT NOT NULL); CREATE INDEX "i" ON "new"("a"); ALTER TABLE "new" ADD CONSTRAINT "c" FOREIGN KEY ("a") REFERENCES "b"("id")',
  'ALTER TABLE "plans" ADD COLUMN "a" TEXT NOT NULL DEFAULT \'x; DROP TABLE y\'',
  'ALTER TABLE "plans" ADD COLUMN "a" TEXT',
  'ALTER TABLE "plans" ALTER COLUMN "a" DROP NOT NULL',
  'CREATE INDEX CONCURRENTLY "i" ON "plans"("a")',
  'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (b > 0) NOT VALID',
  'CREATE FUNCTION f() RETURNS void AS $$ BEGIN DROP TABLE t; END $$ LANGUAGE plpgsql',
  '-- DROP TABLE plans\nSELECT 1',
])('%s is fine', (sql) => {
  expect(destructiveSteps(`${sql};`)).toEqual([]);
});

test('what is taken away is allowed by a line that names the version that stopped using it', () => {
  const drop = 'ALTER TABLE "plans" DROP COLUMN "name";';
  expect(destructiveSteps(`-- contract: not read since 1.4.0\n${drop}`)).toEqual([]);
  expect(destructiveSteps(`-- contract: nobody needs it\n${drop}`)).toHaveLength(1);
  expect(destructiveSteps(`-- locks: it has only ten rows\n${drop}`)).toHaveLength(1);
  const index = 'CREATE INDEX "i" ON "plans"("a");';
  expect(destructiveSteps(`-- contract: not read since 1.4.0\n${index}`)).toHaveLength(1);
  expect(destructiveSteps(`-- locks: it has only ten rows\n${index}`)).toEqual([]);
});

test('the migrations there are can run while the version before serves', () => {
  expect(checkMigrations()).toEqual([]);
});
