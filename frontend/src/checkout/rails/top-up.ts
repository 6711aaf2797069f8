import { isUnderWay, type PaymentToShow } from '../situation.ts';

interface Asked {
  /** Satoshi, as a decimal number. */
  readonly amount: string;
  readonly bip21: string | null;
  readonly qr: string | null;
}

export interface StillAsked {
  readonly amountSats: bigint;
  readonly bip21: string;
  readonly qr: string;
}

/** What of a quote is still to be sent once what is under way has settled. */
export function stillAsked({ amount, bip21, qr }: Asked, payments: readonly PaymentToShow[]): StillAsked {
  const coming = payments
    .filter((payment) => isUnderWay(payment) && payment.rail === 'BITCOIN')
    .reduce((sum, payment) => sum + BigInt(payment.amount), 0n);
  const asked = BigInt(amount);
  const amountSats = coming < asked ? asked - coming : asked;
  const withAmount = (text: string | null) =>
    (text ?? '').replace(/amount=[0-9.]+/, `amount=${bitcoinText(amountSats)}`);
  return { amountSats, bip21: withAmount(bip21), qr: withAmount(qr) };
}

const SATS_DIGITS = 8;

/** Satoshi as whole bitcoin, without zeros at the end: 1500000 is `0.015`. */
export function bitcoinText(amountSats: bigint): string {
  const digits = amountSats.toString().padStart(SATS_DIGITS + 1, '0');
  return `${digits.slice(0, -SATS_DIGITS)}.${digits.slice(-SATS_DIGITS)}`.replace(/\.?0+$/, '');
}
