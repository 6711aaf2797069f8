import { decimalFromSats } from '../../bitcoin/index.ts';

/** What a wallet is told of a payment. */
export interface UriPayment {
  readonly address: string;
  readonly amountSats: bigint;
  /** Who is paid. */
  readonly label: string;
  /** What for. */
  readonly message: string;
}

/** The payment as a link that wallets open (BIP 21): the amount in whole bitcoin, texts percent-encoded. */
export function paymentUri({ address, ...payment }: UriPayment): string {
  return `bitcoin:${address}?${parameters(payment)}`;
}

/**
 * The same as text for a QR code: a segwit address in capitals, which are the same address (BIP 173) and take fewer
 * dots.
 */
export function qrText({ address, ...payment }: UriPayment): string {
  const segwit = /^(bc|tb|bcrt)1/.test(address);
  return `bitcoin:${segwit ? address.toUpperCase() : address}?${parameters(payment)}`;
}

function parameters({ amountSats, label, message }: Omit<UriPayment, 'address'>): string {
  const amount = decimalFromSats(amountSats).replace(/\.?0+$/, '');
  return Object.entries({ amount, label, message })
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}=${encodeURIComponent(text)}`)
    .join('&');
}
