import { useTexts } from '../strings/locale.tsx';
import type { WalletErrorCode, WalletNextStep } from '../wallets/index.ts';

const codes: Readonly<Record<WalletErrorCode, (wallet: string) => string>> = {
  WALLET_NOT_FOUND: (wallet) => `${wallet} is not in this browser.`,
  WALLET_REFUSED: (wallet) => `You did not confirm in ${wallet}.`,
  WALLET_WRONG_NETWORK: (wallet) => `${wallet} is on another network.`,
  WALLET_UNSUPPORTED: (wallet) => `${wallet} cannot do this.`,
  WALLET_FAILED: (wallet) => `${wallet} did not do it.`,
};

const nextSteps: Readonly<Record<WalletNextStep, string>> = {
  INSTALL: 'Install it, or allow its extension on this page.',
  CONFIRM: 'Try again, and confirm in the wallet.',
  SWITCH_NETWORK: 'Choose the right network in the settings of the wallet.',
  USE_SEGWIT: 'Choose native segwit or taproot as the address type in the wallet.',
  SWITCH_ACCOUNT: 'Choose the account with the address that you signed in with.',
  USE_ANOTHER: 'Take another wallet.',
  GET_COINS: 'Put coins into the wallet first.',
  TRY_AGAIN: 'Try again; if it stays so, take another wallet.',
};

const en = {
  title: 'Sign in with your wallet',
  lead: 'You sign a message; it costs nothing and moves no coins. There is no password.',
  development: 'Wallets for trying things out',
  developmentHint:
    'They live in this browser and hold test coins of no value. No one has to install anything.',
  demo: {
    merchant: 'Merchant of the demo data',
    subscriber: 'Subscriber of the demo data',
    operator: 'Operator of the demo data',
  } as Readonly<Record<string, string>>,
  own: 'Made in this browser',
  newWallet: 'New wallet',
  newWalletName: 'Name of the wallet',
  newWalletHint: 'Small letters, digits and dashes.',
  create: 'Create and sign in',
  wallets: 'Bitcoin wallets',
  install: 'Get it',
  installed: 'In this browser',
  waiting: (wallet: string) => `Waiting for ${wallet}: confirm there.`,
  walletProblem: (code: WalletErrorCode, wallet: string) => codes[code](wallet),
  nextStep: (step: WalletNextStep) => nextSteps[step],
};

const catalogs = { en };

export function useSignInStrings() {
  return useTexts(catalogs);
}
