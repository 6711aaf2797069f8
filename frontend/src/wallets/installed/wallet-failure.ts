import { WalletError } from '../wallet-error.ts';

/** Codes of JSON-RPC errors by which wallets say what happened (WBIP 002, EIP-1193, sats-connect). */
const REFUSED = [-32000, 4001];
const UNSUPPORTED = [-32601, -32001, 4002];
const ACCESS_DENIED = -32002;

/** What a wallet threw or answered in place of a result, as the error that everybody knows. */
export function walletFailure(
  wallet: string,
  thrown: unknown,
  refused: readonly number[] = REFUSED,
): WalletError {
  if (thrown instanceof WalletError) return thrown;
  const { code, message } = describe(thrown);
  const facts = { wallet, detail: message };
  const options = { cause: thrown };
  if (code !== undefined && refused.includes(code))
    return new WalletError({ ...facts, code: 'WALLET_REFUSED', nextStep: 'CONFIRM' }, options);
  if (code !== undefined && UNSUPPORTED.includes(code))
    return new WalletError({ ...facts, code: 'WALLET_UNSUPPORTED', nextStep: 'USE_ANOTHER' }, options);
  return new WalletError({ ...facts, code: 'WALLET_FAILED', nextStep: 'TRY_AGAIN' }, options);
}

/** Whether a wallet wants to be connected before it does anything else. */
export function wantsConnection(error: WalletError): boolean {
  return describe(error.cause).code === ACCESS_DENIED;
}

/** Code and words of an error, or of the JSON-RPC answer that holds it. */
function describe(thrown: unknown): { readonly code: number | undefined; readonly message: string } {
  if (typeof thrown !== 'object' || thrown === null) return { code: undefined, message: String(thrown) };
  if ('error' in thrown) return describe(thrown.error);
  return {
    code: 'code' in thrown && typeof thrown.code === 'number' ? thrown.code : undefined,
    message:
      'message' in thrown && typeof thrown.message === 'string' ? thrown.message : 'an error without words',
  };
}
