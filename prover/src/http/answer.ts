import type { ServerResponse } from 'node:http';
import { type Data, encodeData, type Hex } from '@charmbills/charms';
import type { AnswerLie } from '../lies.ts';

/** JSON unless the request was CBOR. */
export type Format = 'json' | 'cbor';

const CONTENT_TYPE: Readonly<Record<Format, string>> = { json: 'application/json', cbor: 'application/cbor' };

export function formatOf(contentType: string | undefined): Format {
  return contentType?.includes(CONTENT_TYPE.cbor) ? 'cbor' : 'json';
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

/** docs/protocols/charms.md "Prover HTTP": `[{"bitcoin": "<unsigned transaction hex>"}]`. */
export function answerTransactions(
  response: ServerResponse,
  format: Format,
  transactions: readonly Hex[],
): void {
  const body =
    format === 'json'
      ? JSON.stringify(transactions.map((bitcoin) => ({ bitcoin })))
      : encodeData(transactions.map((bitcoin) => new Map<Data, Data>([['bitcoin', bitcoin]])));
  response.writeHead(200, { 'content-type': CONTENT_TYPE[format] }).end(body);
}

/** Answers with something that is no transaction. */
export function answerFalsely(
  response: ServerResponse,
  format: Format,
  lie: Exclude<AnswerLie, 'hang'>,
  hex: Hex,
): void {
  if (lie === 'not-hex') answerTransactions(response, format, [`${hex.slice(0, -2)}zz`]);
  else if (lie === 'two-transactions') answerTransactions(response, format, [hex, hex]);
  else if (lie === 'no-transaction') answerTransactions(response, format, []);
  else if (lie === 'not-json') answerText(response, 200, '<html>busy</html>');
  else response.destroy();
}
