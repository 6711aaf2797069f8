'use client';
import { useSettings } from '../../settings/settings-context.tsx';
import { ProblemText } from '../../ui/states.tsx';
import type { RailPanelProps } from '../rail-panel-props.ts';
import { Waiting } from '../waiting.tsx';
import { BitcoinInstructions } from './bitcoin-instructions.tsx';
import { DevelopmentPayment } from './development-payment.tsx';
import { stillAsked } from './top-up.ts';
import { useBitcoinQuote } from './use-bitcoin-quote.ts';

/** Paying from any Bitcoin wallet, at a price that is renewed when it runs out. */
export default function BitcoinPanel({ invoice, firstQuote }: RailPanelProps) {
  const { devWallet } = useSettings();
  const { quote, seconds, renewing, problem, renew } = useBitcoinQuote(
    invoice.id,
    invoice.amountDue,
    firstQuote,
  );
  if (quote === undefined) {
    return problem ? <ProblemText problem={problem} onRetry={renew} /> : <Waiting />;
  }
  return (
    <>
      <BitcoinInstructions
        quote={quote}
        payments={invoice.payments}
        seconds={seconds}
        renewing={renewing}
        problem={problem && <ProblemText problem={problem} onRetry={renew} />}
      />
      {devWallet && quote.address !== null && (
        <DevelopmentPayment
          address={quote.address}
          amountSats={stillAsked(quote, invoice.payments).amountSats}
        />
      )}
    </>
  );
}
