import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useConnection } from '../graphql/api-context.tsx';
import {
  InvoiceAtCheckoutDocument,
  InvoiceChangesDocument,
  type InvoiceToPayFragment,
} from './checkout.generated.ts';

/** How often it is asked for while live updates do not come. */
const POLL_MS = 5_000;

/**
 * Tells of an invoice now and after every change. While the live connection is lost it is asked for now and then, and
 * whenever somebody comes back to the page.
 */
export function useInvoice(id: string, onInvoice: (invoice: InvoiceToPayFragment) => void): void {
  const lost = useConnection() === 'lost';
  const [{ data: asked }, refetch] = useQuery({
    query: InvoiceAtCheckoutDocument,
    variables: { id },
    pause: true,
  });
  const [{ data: pushed }] = useSubscription({ query: InvoiceChangesDocument, variables: { id } });
  useEffect(() => {
    if (asked) onInvoice(asked.publicInvoice);
  }, [asked, onInvoice]);
  useEffect(() => {
    if (pushed) onInvoice(pushed.invoiceUpdated);
  }, [pushed, onInvoice]);
  useEffect(() => {
    if (!lost) return;
    const ask = () => refetch({ requestPolicy: 'network-only' });
    const timer = setInterval(ask, POLL_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [lost, refetch]);
}
