/** A bare Fastify route for each query, which runs the statements that the product runs for it and sends their rows. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { execute, parse } from 'graphql';
import pg from 'pg';
import { buildSchema } from '../../../../backend/src/api/schema.ts';
import { announce, benchServices, ownerContexts, readJob } from './bench-services.ts';
import { DASHBOARD_QUERIES } from './queries.ts';

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

let recorded: Statement[] = [];
let recording = true;
const send = pg.Client.prototype.query;
// Before the first connection is made.
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [{ text, values = [] }] = args as [{ text?: string; values?: unknown[] }];
  if (recording && text?.trimStart().startsWith('SELECT'))
    recorded.push({ name: nameOf(text), text, values });
  return Reflect.apply(send, this, args);
} as typeof send;

const nameOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 24);

const { merchantId, token } = readJob();
const services = benchServices();
const newContext = await ownerContexts(services, token);
const schema = buildSchema();
const pool = new pg.Pool({
  connectionString: services.config.DATABASE_URL,
  max: services.config.DATABASE_POOL_SIZE,
});

/** The statements of one execution, as they come to the driver. */
async function statementsOf(query: string): Promise<Statement[]> {
  recorded = [];
  const { errors } = await execute({
    schema,
    document: parse(query),
    variableValues: { merchantId },
    contextValue: newContext(),
  });
  if (errors) throw new AggregateError(errors, 'the query of the benchmark fails');
  const statements = recorded;
  recorded = [];
  return statements;
}

const app = Fastify();
for (const { name, query } of DASHBOARD_QUERIES) {
  const statements = await statementsOf(query);
  app.post(`/${name}`, async () => {
    const answers: unknown[] = [];
    for (const statement of statements) answers.push((await pool.query(statement)).rows);
    return answers;
  });
}
recording = false;
await app.listen({ host: '127.0.0.1', port: 0 });
announce((app.server.address() as AddressInfo).port);
