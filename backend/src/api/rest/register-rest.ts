import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { authenticate, bearerToken, type PersonScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { WalletServices } from '../../wallet/index.ts';
import { createContext } from '../context.ts';
import { isTextAnswer, type RestRoute } from './route.ts';

/** Answers of people's own money are kept by nobody on the way. */
const CACHE = 'private, no-store';

/** The routes, their input checked by their schemas; what they throw is answered by the table of errors. */
export function registerRest(
  app: FastifyInstance,
  services: WalletServices,
  routes: readonly RestRoute[],
): void {
  for (const route of routes) {
    app.get(route.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
      const person = await requirePerson(services, request);
      const answer = await route.handle({
        services,
        person,
        params: read(route.params, request.params),
        query: read(route.query, request.query),
        accept: request.headers.accept ?? '',
      });
      reply.header('cache-control', CACHE).header('vary', 'authorization, accept');
      return isTextAnswer(answer) ? sendText(reply, answer) : answer;
    });
  }
}

async function requirePerson(services: WalletServices, request: FastifyRequest): Promise<PersonScope> {
  const token = bearerToken(request.headers.authorization);
  return createContext(services, {
    signedIn: token === undefined ? undefined : await authenticate(services, token),
    requestId: request.id,
    logger: services.logger,
    ip: request.ip,
  }).requirePerson();
}

/** @throws InvalidInputError with the first field that does not fit */
function read<Schema extends z.ZodObject>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const field = [...(issue?.path ?? []), ...unknownKeys].join('.').slice(0, 100);
  throw new InvalidInputError(field, unknownKeys.length > 0 ? 'no such parameter' : (issue?.message ?? ''));
}

function sendText(
  reply: FastifyReply,
  {
    type,
    fileName,
    text,
  }: { readonly type: string; readonly fileName: string; readonly text: AsyncIterable<string> },
): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(text, { objectMode: false }));
}
