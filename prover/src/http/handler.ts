import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Hex } from '@charmbills/charms';
import type { ControlState } from '../control.ts';
import { ProveRefusedError, ProverTransientError } from '../errors.ts';
import { isAnswerLie } from '../lies.ts';
import { readCborRequest } from '../request/cbor-request.ts';
import { toProveRequest } from '../request/fields.ts';
import { readJsonRequest } from '../request/json-request.ts';
import type { ProveRequest } from '../request/prove-request.ts';
import type { ProveService } from '../service.ts';
import type { Waits } from '../waits.ts';
import { answerFalsely, answerText, answerTransactions, type Format, formatOf } from './answer.ts';
import { readBody } from './body.ts';

export interface ProverLogger {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface Handling {
  readonly service: ProveService;
  readonly control: ControlState;
  readonly waits: Waits;
  readonly logger: ProverLogger | undefined;
}

/** The two routes of docs/protocols/charms.md "Prover HTTP". */
export function createHandler(handling: Handling): RequestListener {
  return (request, response) => {
    const [path] = (request.url ?? '').split('?');
    const route = `${request.method} ${path}`;
    if (route === 'GET /ready') answerText(response, 200, 'OK');
    else if (route === 'POST /spells/prove') void answerProve(request, response, handling);
    else answerText(response, 404, 'not found');
  };
}

async function answerProve(
  request: IncomingMessage,
  response: ServerResponse,
  handling: Handling,
): Promise<void> {
  const started = performance.now();
  const format = formatOf(request.headers['content-type']);
  let refusal: string | undefined;
  try {
    const hex = await handling.service(await readRequest(request, format));
    await answerProved(response, format, hex, handling);
  } catch (error) {
    refusal = answerError(response, error, handling.logger);
  }
  const durationMs = Math.round(performance.now() - started);
  handling.logger?.info({ status: response.statusCode, durationMs, refusal }, 'prove');
}

async function readRequest(request: IncomingMessage, format: Format): Promise<ProveRequest> {
  const body = await readBody(request);
  return toProveRequest(format === 'cbor' ? readCborRequest(body) : readJsonRequest(body));
}

async function answerProved(
  response: ServerResponse,
  format: Format,
  hex: Hex,
  { control, waits }: Handling,
): Promise<void> {
  const lie = control.told;
  if (lie === 'hang') {
    await waits.wait(Number.POSITIVE_INFINITY);
    response.destroy();
  } else if (isAnswerLie(lie)) {
    answerFalsely(response, format, lie, hex);
  } else {
    answerTransactions(response, format, [hex]);
  }
}

/** 400 with text: wrong, do not repeat. 500 with text: repeat. Returns what there is to log. */
function answerError(
  response: ServerResponse,
  error: unknown,
  logger: ProverLogger | undefined,
): string | undefined {
  if (response.destroyed) return undefined;
  if (error instanceof ProveRefusedError) {
    answerText(response, 400, error.message);
    return error.message;
  }
  if (error instanceof ProverTransientError) {
    answerText(response, 500, error.message);
    return error.message;
  }
  logger?.error({ err: error }, 'the prover failed');
  answerText(response, 500, 'internal error');
  return undefined;
}
