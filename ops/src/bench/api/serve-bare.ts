/** A bare Fastify route for each query, which runs the statements that the product runs for it and sends their rows. */
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
  const sent: Statement[] = [];
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args as [{ text?: string; values?: unknown[] }, unknown[] | undefined];
    const { text, values = second ?? [] } = first;
    if (text?.trimStart().startsWith('SELECT'))
      sent.push({ name: `s${text.length}-${text.slice(-40)}`, text, values });
    return Reflect.apply(original, this, args);
  } as typeof original;
  try {
    const { errors } = await execute({
      schema,
      document: parse(query),
      variableValues: { merchantId },
      contextValue: newContext(),
    });
    if (errors) throw new AggregateError(errors, 'the query of the benchmark fails');
  } finally {
    pg.Client.prototype.query = original;
  }
  return sent;
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
await app.listen({ host: '127.0.0.1', port: 0 });
announce((app.server.address() as AddressInfo).port);
