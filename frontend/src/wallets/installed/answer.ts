import { WalletError } from '../wallet-error.ts';

/** Reads fields of what a wallet answered, which is anything: wallets are other people's programs. */
export function textOf(wallet: string, answer: unknown, field: string): string {
  const value = fieldOf(answer, field);
  if (typeof value === 'string' && value !== '') return value;
  throw strange(wallet, `its answer has no ${field}`);
}

export function listOf(wallet: string, answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  throw strange(wallet, 'its answer is no list');
}

export function fieldOf(answer: unknown, field: string): unknown {
  return typeof answer === 'object' && answer !== null
    ? (answer as Record<string, unknown>)[field]
    : undefined;
}

export function strange(wallet: string, detail: string): WalletError {
  return new WalletError({ code: 'WALLET_FAILED', nextStep: 'TRY_AGAIN', wallet, detail });
}
