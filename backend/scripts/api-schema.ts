/**
 * `npm run schema:write` prints the GraphQL schema of the code to backend/schema.graphql;
 * `npm run schema:check` fails when that file is out of date, or when it breaks clients of the last release (the newest
 * tag v*, or the last commit while there is none) in a way that backend/schema-changes.json does not accept.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { printApiSchema } from '../src/api/print-schema.ts';
import { buildSchema } from '../src/api/schema.ts';
import { compareSchemas } from './breaking-changes.ts';

const FILE = new URL('../schema.graphql', import.meta.url);
const ACCEPTED = new URL('../schema-changes.json', import.meta.url);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const Accepted = z.array(z.strictObject({ change: z.string(), reason: z.string().min(1) }));

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // No repository, no such tag, or no such file there.
    return undefined;
  }
}

function check(now: string): boolean {
  const upToDate = readFileSync(FILE, 'utf8') === now;
  if (!upToDate) console.error('backend/schema.graphql is out of date.');
  const release = git('describe', '--tags', '--abbrev=0', '--match', 'v*')?.trim() ?? 'HEAD';
  const before = git('show', `${release}:backend/schema.graphql`);
  if (before === undefined) {
    console.log('There is no earlier schema to compare with.');
    return upToDate;
  }
  const accepted = Accepted.parse(JSON.parse(readFileSync(ACCEPTED, 'utf8')));
  const changes = compareSchemas(before, now, accepted);
  for (const change of changes.dangerous) console.log(`may surprise clients: ${change}`);
  for (const change of changes.accepted) console.log(`breaks clients, accepted: ${change}`);
  for (const change of changes.refused) console.error(`breaks clients of ${release}: ${change}`);
  if (changes.refused.length > 0) {
    console.error(
      'Keep what clients use, or accept the change with a reason in backend/schema-changes.json.',
    );
  }
  return upToDate && changes.refused.length === 0;
}

const [command] = process.argv.slice(2);
const schema = printApiSchema(buildSchema());
if (command === 'write') writeFileSync(FILE, schema);
else if (command === 'check') process.exitCode = check(schema) ? 0 : 1;
else throw new Error('usage: npm run schema:write, npm run schema:check');
