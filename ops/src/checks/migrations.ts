import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Migrations from this one on are checked; those before ran on no database that had to go on serving. */
const FIRST_CHECKED = '20261121100000';

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  /** `contract` breaks whoever still uses what goes; `locks` keeps everybody waiting while it works. */
  readonly waiver: 'contract' | 'locks';
  readonly remedy: string;
}

const STOP_USING = 'release a version that does not use it first';
const RULES: readonly Rule[] = [
  { what: 'drops a table', pattern: /\bDROP\s+TABLE\b/i, waiver: 'contract', remedy: STOP_USING },
  { what: 'drops a column', pattern: /\bDROP\s+COLUMN\b/i, waiver: 'contract', remedy: STOP_USING },
  { what: 'drops a type', pattern: /\bDROP\s+TYPE\b/i, waiver: 'contract', remedy: STOP_USING },
  {
    what: 'drops a view or function',
    pattern: /\bDROP\s+(?:MATERIALIZED\s+)?(?:VIEW|FUNCTION|PROCEDURE)\b/i,
    waiver: 'contract',
    remedy: STOP_USING,
  },
  { what: 'empties a table', pattern: /\bTRUNCATE\b/i, waiver: 'contract', remedy: STOP_USING },
  {
    what: 'renames',
    pattern: /\bRENAME\s+(?:COLUMN\b|TO\b|"?\w+"?\s+TO\b)/i,
    waiver: 'contract',
    remedy: 'add the new name, write both, drop the old one later',
  },
  {
    what: 'changes the type of a column',
    pattern: /\bALTER\s+COLUMN\s+"?\w+"?\s+(?:SET\s+DATA\s+)?TYPE\b/i,
    waiver: 'contract',
    remedy: 'add a column of the new type, write both, drop the old one later',
  },
  {
    what: 'makes a column required',
    pattern: /\bALTER\s+COLUMN\s+"?\w+"?\s+SET\s+NOT\s+NULL\b/i,
    waiver: 'contract',
    remedy: 'release a version that always writes it first',
  },
  {
    what: 'adds a required column without default',
    pattern:
      /\bADD\s+COLUMN\s+(?:IF\s+NOT\s+EXISTS\s+)?"?\w+"?\s+(?!.*\b(?:DEFAULT|GENERATED)\b).*\bNOT\s+NULL\b/i,
    waiver: 'contract',
    remedy: 'give it a default, or allow NULL until every version writes it',
  },
];

const CONTRACT = /^--\s*contract:.*\bv?\d+\.\d+\.\d+\b.*$/im;
const LOCKS = /^--\s*locks:\s*\S.{9,}$/im;

/**
 * What in a migration the version that is still running would not survive, in words. Every migration runs while the
 * version before it serves. A line `-- contract: <why, and the version that stopped using it>` allows what takes
 * away, a line `-- locks: <why it is short>` what keeps a table locked.
 */
export function destructiveSteps(sql: string): string[] {
  const found: string[] = [];
  const statements = statementsIn(sql);
  const created = new Set(
    statements.flatMap((statement) => tableIn(/\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?/i, statement)),
  );
  for (const statement of statements) {
    const of = tableIn(/\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?/i, statement);
    if (of.some((table) => created.has(table))) continue;
    for (const clause of clausesOf(statement)) {
      for (const { what, pattern, waiver, remedy } of RULES) {
        if (pattern.test(clause))
          found.push(`${what} (${excerpt(clause)}): ${remedy}, then allow it with a line "-- ${waiver}: …"`);
      }
    }
  }
  return CONTRACT.test(sql)
    ? lockingSteps(sql, statements, created)
    : [...found, ...lockingSteps(sql, statements, created)];
}

function lockingSteps(sql: string, statements: readonly string[], created: ReadonlySet<string>): string[] {
  if (LOCKS.test(sql)) return [];
  return statements.flatMap((statement) => {
    const index = /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)/i.test(statement);
    const indexed = tableIn(/\bON\s+(?:ONLY\s+)?/i, statement);
    if (index && !indexed.some((table) => created.has(table))) {
      return [
        `locks a table while it indexes it (${excerpt(statement)}): use CONCURRENTLY, alone in a migration of its own, or say why it is short in a line "-- locks: …"`,
      ];
    }
    const altered = tableIn(/\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?/i, statement);
    const constraint =
      /\bADD\s+CONSTRAINT\b.*\b(?:CHECK|FOREIGN\s+KEY)\b/i.test(statement) &&
      !/\bNOT\s+VALID\b/i.test(statement);
    if (constraint && !altered.some((table) => created.has(table))) {
      return [
        `locks a table while it checks all rows (${excerpt(statement)}): add it NOT VALID and VALIDATE it in the next migration, or say why it is short in a line "-- locks: …"`,
      ];
    }
    return [];
  });
}

/** Every migration that is not grandfathered, with what is wrong in it. */
export function checkMigrations(): string[] {
  return globSync('prisma/migrations/*/migration.sql').flatMap((file) => {
    const name = basename(dirname(file));
    if (name < FIRST_CHECKED) return [];
    return destructiveSteps(readFileSync(file, 'utf8')).map((step) => `${name} ${step}`);
  });
}

/** Statements on one line each, without comments and the bodies of functions. */
function statementsIn(sql: string): string[] {
  return sql
    .replace(/(\$\w*\$)[\s\S]*?\1/g, "''")
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/--.*$/gm, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');
}

/** The actions of an ALTER TABLE one by one, so that a default of one does not excuse another. */
function clausesOf(statement: string): string[] {
  return /^ALTER\s+TABLE/i.test(statement)
    ? statement.split(/,\s*(?=(?:ADD|DROP|ALTER|RENAME)\b)/i)
    : [statement];
}

function tableIn(before: RegExp, statement: string): string[] {
  const match = new RegExp(`${before.source}((?:"?\\w+"?\\.)?"?\\w+"?)`, 'i').exec(statement);
  const name = match?.[1];
  return name === undefined
    ? []
    : [
        name
          .replaceAll('"', '')
          .replace(/^public\./, '')
          .toLowerCase(),
      ];
}

function excerpt(statement: string): string {
  return statement.length > 70 ? `${statement.slice(0, 70)}…` : statement;
}
