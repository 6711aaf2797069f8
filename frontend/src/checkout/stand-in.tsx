import type { InvoiceToPayFragment } from './checkout.generated.ts';
import { secondsLeft } from './countdown.ts';
import type { Rail } from './first-rail.ts';
import { BitcoinInstructions } from './rails/bitcoin-instructions.tsx';
import type { FirstQuote } from './rails/use-bitcoin-quote.ts';
import { Waiting } from './waiting.tsx';

/** In the place of a way to pay until its own code is here: what the server already knew of it. */
export function StandIn({
  rail,
  invoice: { amountDue, payments },
  firstQuote,
}: {
  readonly rail: Rail | undefined;
  readonly invoice: InvoiceToPayFragment;
  readonly firstQuote: FirstQuote | undefined;
}) {
  if (rail !== 'BITCOIN' || firstQuote?.amountDue !== amountDue) return <Waiting />;
  const { quote, askedAtMs } = firstQuote;
  const seconds = quote.expiresAt === null ? undefined : secondsLeft(quote.expiresAt, askedAtMs);
  return <BitcoinInstructions quote={quote} payments={payments} seconds={seconds} />;
}
