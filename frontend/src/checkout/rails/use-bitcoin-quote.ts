import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiProblem } from '../../graphql/api-problem.ts';
import { useAction } from '../../graphql/use-action.ts';
import { secondsLeft } from '../countdown.ts';
import { BitcoinQuoteDocument, type BitcoinQuoteMutation } from './rails.generated.ts';

export type BitcoinQuote = BitcoinQuoteMutation['quoteInvoice'];

/** A quote that the server asked for while it drew the page. */
export interface FirstQuote {
  readonly quote: BitcoinQuote;
  /** What was due then, in the invoice's smallest unit. */
  readonly amountDue: string;
  readonly askedAtMs: number;
}

export interface LiveQuote {
  readonly quote: BitcoinQuote | undefined;
  /** Until the price is renewed; undefined when it holds without end. */
  readonly seconds: number | undefined;
  readonly renewing: boolean;
  readonly problem: ApiProblem | undefined;
  renew(): void;
}

const TICK_MS = 1_000;

/**
 * What is to be sent in bitcoin for an invoice: asked for unless the server has just done so, whenever what is due changes, and when the price runs
 * out while somebody looks at it. Asking again gives the same while the price holds.
 */
export function useBitcoinQuote(
  invoiceId: string,
  amountDue: string,
  first: FirstQuote | undefined,
): LiveQuote {
  const { run, busy, problem } = useAction(BitcoinQuoteDocument);
  const [quote, setQuote] = useState(() => (first?.amountDue === amountDue ? first.quote : undefined));
  const quoted = useRef(quote && amountDue);
  const [now, setNow] = useState(() => Date.now());
  const asking = useRef(false);
  const renew = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    const { data } = await run({ invoiceId });
    asking.current = false;
    if (data) setQuote(data.quoteInvoice);
    setNow(Date.now());
  }, [run, invoiceId]);
  useEffect(() => {
    if (quoted.current === amountDue) return;
    quoted.current = amountDue;
    renew();
  }, [renew, amountDue]);
  const until = quote?.expiresAt ?? undefined;
  useEffect(() => {
    if (until === undefined) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [until]);
  const seconds = until === undefined ? undefined : secondsLeft(until, now);
  const over = seconds === 0 && problem === undefined;
  useEffect(() => {
    if (!over) return;
    const renewIfSeen = () => {
      if (document.visibilityState === 'visible') renew();
    };
    renewIfSeen();
    document.addEventListener('visibilitychange', renewIfSeen);
    return () => document.removeEventListener('visibilitychange', renewIfSeen);
  }, [over, renew]);
  return { quote, seconds, renewing: busy, problem, renew };
}
