import { ProverAnswerWrongError, ProverRefusedError, ProverUnavailableError } from '../charms.errors.ts';
import { type HttpAnswer, httpExchange } from './http-exchange.ts';
import { type ProveRequest, proveRequestBody } from './prove-request.ts';

export interface ProverClient {
  /**
   * Asks for the unsigned transaction that carries the proved spell; the answer may take many minutes.
   * @throws ProverUnavailableError to be asked again, ProverRefusedError when the request is wrong,
   * ProverAnswerWrongError when the answer is not one transaction; the abort reason when `signal` aborts
   */
  prove(request: ProveRequest, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /** Whether the prover answers that it is ready. Never throws. */
  ready(): Promise<boolean>;
}

export interface ProverOptions {
  /** Base URL, such as `https://v15.charms.dev`. */
  readonly url: string;
  readonly timeoutMs: number;
}

/** A transaction in a block has at most four million bytes; the answer is its hex in a little JSON. */
const MAX_ANSWER_BYTES = 8_100_000;
const MAX_REASON_LENGTH = 500;
const READY_TIMEOUT_MS = 5_000;
const HEX = /^(?:[0-9a-f]{2})+$/;

/** A prover with the HTTP surface of the hosted one, whichever protocol version it serves. */
export function createProverClient({ url, timeoutMs }: ProverOptions): ProverClient {
  const base = url.endsWith('/') ? url : `${url}/`;
  const proveUrl = new URL('spells/prove', base);
  const readyUrl = new URL('ready', base);
  return {
    async prove(request, { signal } = {}) {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await httpExchange(proveUrl, {
          method: 'POST',
          body: proveRequestBody(request),
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          maxAnswerBytes: MAX_ANSWER_BYTES,
        });
        return readAnswer(answer);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof ProverRefusedError || error instanceof ProverAnswerWrongError) throw error;
        throw new ProverUnavailableError({}, { cause: error });
      }
    },
    async ready() {
      try {
        const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
        const { status } = await httpExchange(readyUrl, { method: 'GET', signal, maxAnswerBytes: 1_000 });
        return status === 200;
      } catch {
        return false;
      }
    },
  };
}

/** 200 is an answer and 400 a refusal; everything else comes from a prover in trouble, or not from one. */
function readAnswer({ status, body }: HttpAnswer): Uint8Array {
  if (status === 400) throw new ProverRefusedError(readableText(body));
  if (status !== 200) throw new Error(`the prover answered ${status}: ${readableText(body)}`);
  const hex = transactionHex(body);
  if (hex === undefined) {
    throw new ProverAnswerWrongError('not_a_transaction', 'the answer is not one Bitcoin transaction in hex');
  }
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** `[{"bitcoin": "<hex>"}]`, and nothing else. */
function transactionHex(body: Buffer): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(answer) || answer.length !== 1) return undefined;
  const [first] = answer as unknown[];
  const hex = typeof first === 'object' && first !== null && 'bitcoin' in first ? first.bitcoin : undefined;
  return typeof hex === 'string' && HEX.test(hex) ? hex : undefined;
}

/** What the prover says, as far as it can be shown: one line, of bounded length. */
function readableText(body: Buffer): string {
  const text = body
    .toString('utf8')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH)}…` : text;
}
