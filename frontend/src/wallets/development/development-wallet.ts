import { addressToScript, isOfOtherNetwork } from '../bitcoin/address.ts';
import type { DevelopmentWallet, WalletAccount } from '../wallet.ts';
import { WalletError, type WalletErrorCode, type WalletNextStep } from '../wallet-error.ts';
import type { ChainClient } from './chain-client.ts';
import { chooseCoins } from './choose-coins.ts';
import { giveTestCoins } from './give-test-coins.ts';
import { DEVELOPMENT_WALLET, developmentWalletId } from './offered.ts';
import type { Signer } from './signer.ts';

const FUND_SATS = 10_000_000n;
const FEE_RATE = 2;
/** The least that a payment may be: outputs below are dust for some kind of address. */
const LEAST_SATS = 546n;

/** A wallet over one key and the chain's development service. It signs nothing of another network. */
export function developmentWallet(name: string, signer: Signer, chain: ChainClient): DevelopmentWallet {
  const { address, script, publicKey } = signer;
  const own = { address, publicKey, type: 'p2wpkh', purpose: 'both' } as const;
  const account: WalletAccount = { paymentAddress: address, publicKey, addresses: [own] };

  function assertOwn(given: string): void {
    if (given.toLowerCase() === address) return;
    if (isOfOtherNetwork(given, 'regtest'))
      throw failure('WALLET_WRONG_NETWORK', 'USE_ANOTHER', `${given} is no regtest address`);
    throw failure('WALLET_FAILED', 'SWITCH_ACCOUNT', `${given} is not the address of ${name}`);
  }

  /** What the signing library throws, in our words. */
  function signing<T>(sign: () => T): T {
    try {
      return sign();
    } catch (cause) {
      throw failure(
        'WALLET_FAILED',
        'TRY_AGAIN',
        cause instanceof Error ? cause.message : String(cause),
        cause,
      );
    }
  }

  return {
    id: developmentWalletId(name),
    name,
    account,
    connect: async () => {
      await giveTestCoins(chain, address);
      return account;
    },
    signMessage: async (from, message) => {
      assertOwn(from);
      return signing(() => signer.signMessage(message));
    },
    signPsbt: async (psbt, { address: from, indexes }) => {
      assertOwn(from);
      return signing(() => signer.signPsbt(psbt, indexes));
    },
    coins: () => chain.coins(address),
    fund: (amountSats = FUND_SATS) => chain.fund(address, amountSats),
    mine: (blocks = 1) => chain.mine(blocks),
    reorganise: (blocks = 1) => chain.reorganise(blocks),
    send: async (to, amountSats, { feeRate = FEE_RATE } = {}) => {
      const toScript = addressToScript(to, 'regtest');
      if (toScript === undefined)
        throw failure('WALLET_WRONG_NETWORK', 'TRY_AGAIN', `${to} is no regtest address`);
      if (amountSats < LEAST_SATS)
        throw failure('WALLET_FAILED', 'TRY_AGAIN', `less than ${LEAST_SATS} sats cannot be sent`);
      const payment = chooseCoins(await chain.coins(address), amountSats, toScript.length, feeRate);
      if (payment === undefined)
        throw failure(
          'WALLET_FAILED',
          'GET_COINS',
          `its confirmed coins do not pay ${amountSats} sats and the fee`,
        );
      const change = payment.changeSats > 0n ? [{ script, amountSats: payment.changeSats }] : [];
      const outputs = [{ script: toScript, amountSats }, ...change];
      const { hex } = signing(() => signer.signTransaction({ inputs: payment.coins, outputs }));
      return chain.broadcast(hex);
    },
  };
}

function failure(
  code: WalletErrorCode,
  nextStep: WalletNextStep,
  detail: string,
  cause?: unknown,
): WalletError {
  return new WalletError({ code, nextStep, wallet: DEVELOPMENT_WALLET, detail }, { cause });
}
