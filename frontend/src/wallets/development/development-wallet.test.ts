import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listWallets, openDevelopmentWallet, openWallet, type WalletSettings } from '../index.ts';
import type { Coin } from '../wallet.ts';
import { WalletError } from '../wallet-error.ts';
import type { ChainClient } from './chain-client.ts';
import { developmentWallet } from './development-wallet.ts';
import { createSigner, demoKey } from './signer.ts';

const REGTEST: WalletSettings = { network: 'regtest', devWallet: true };
const MERCHANT = 'bcrt1qka0wl3xap8ljzc4rsxxfuvaqz2g3mgn2438cgm';
const SUBSCRIBER = 'bcrt1qj9nr5fgpv0en7lsm00cqjrr775djf3hlvz0vhu';

/** As much of a browser's storage as is used. */
class FakeStorage {
  [name: string]: unknown;

  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? String(this[name]) : null;
  }

  setItem(name: string, value: string): void {
    this[name] = value;
  }
}

beforeEach(() => {
  vi.stubGlobal('localStorage', new FakeStorage());
  vi.stubGlobal('window', {});
});
afterEach(() => vi.unstubAllGlobals());

describe('on any network but regtest', () => {
  test.each([
    ['mainnet', true],
    ['testnet4', true],
    ['regtest', false],
  ] as const)('%s, offered: %s, there is none', async (network, devWallet) => {
    const settings = { network, devWallet };
    const none = { code: 'WALLET_WRONG_NETWORK', nextStep: 'USE_ANOTHER' };
    await expect(openDevelopmentWallet('merchant', settings)).rejects.toMatchObject(none);
    await expect(openWallet('development:merchant', settings)).rejects.toMatchObject(none);
    expect((await listWallets(settings)).some(({ development }) => development)).toBe(false);
    expect(Object.keys(localStorage)).toEqual([]);
  });

  test('it signs nothing for an address of another network', async () => {
    const wallet = await openDevelopmentWallet('merchant', REGTEST);
    const mainnet = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
    const wrong = { code: 'WALLET_WRONG_NETWORK' };
    await expect(wallet.signMessage(mainnet, 'x')).rejects.toMatchObject(wrong);
    await expect(wallet.signPsbt('', { address: mainnet, indexes: [0] })).rejects.toMatchObject(wrong);
    await expect(wallet.send(mainnet, 10_000n)).rejects.toMatchObject(wrong);
  });
});

test('the demo’s wallets are those of the command line, and sign as they do', async () => {
  const merchant = await openDevelopmentWallet('merchant', REGTEST);
  const subscriber = await openDevelopmentWallet('subscriber', REGTEST);
  expect((await merchant.connect()).paymentAddress).toBe(MERCHANT);
  expect((await subscriber.connect()).paymentAddress).toBe(SUBSCRIBER);
  // By `npm run -s wallet -- merchant sign`, over "hello ✓".
  expect(await merchant.signMessage(MERCHANT, 'hello ✓')).toBe(
    'AkcwRAIgfHpKLlai3V9l6KElfeQv7sH8yyMylTRbdzefj1K0ulkCIBd4eaC0SwtJF6pJWpMY5U/RjkulJua6uf0AEVAuaWNhASECQNNXaaqyUiW6LQ27aPh7wG/ZgwdDf8jbE1D76kecMNA=',
  );
  expect(Object.keys(localStorage)).toEqual([]);
});

test('a wallet made here is the same the next time, differs from every other, and is listed', async () => {
  const first = await openDevelopmentWallet('tea-lover', REGTEST);
  const again = await openWallet('development:tea-lover', REGTEST);
  const other = await openDevelopmentWallet('coffee-lover', REGTEST);
  expect((await again.connect()).paymentAddress).toBe(first.account.paymentAddress);
  expect(other.account.paymentAddress).not.toBe(first.account.paymentAddress);
  const listed = (await listWallets(REGTEST)).filter(({ development }) => development);
  expect(listed.map(({ id, name }) => [id, name])).toEqual([
    ['development:merchant', 'merchant'],
    ['development:subscriber', 'subscriber'],
    ['development:operator', 'operator'],
    ['development:coffee-lover', 'coffee-lover'],
    ['development:tea-lover', 'tea-lover'],
  ]);
});

test.each(['', 'A', 'a b', '-a', 'a'.repeat(31), '../x'])('"%s" is no name of a wallet', async (name) => {
  await expect(openDevelopmentWallet(name, REGTEST)).rejects.toMatchObject({ code: 'WALLET_FAILED' });
});

test('the key is nowhere on the wallet', async () => {
  const wallet = await openDevelopmentWallet('secretive', REGTEST);
  const [key = ''] = Object.values(localStorage);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(wallet)).not.toContain(key);
});

describe('connecting', () => {
  const signer = createSigner(demoKey('beginner'));
  const coin = (changes: Partial<Coin>): Coin => ({
    txid: 'cd'.repeat(32),
    vout: 0,
    amountSats: 1_000n,
    confirmations: 1,
    carriesCharm: false,
    ...changes,
  });

  async function connect(coins: ChainClient['coins']): Promise<{ address: string; funded: bigint[] }> {
    const funded: bigint[] = [];
    const chain: ChainClient = {
      coins,
      fund: async (address, amountSats) => {
        expect(address).toBe(signer.address);
        funded.push(amountSats);
      },
      mine: async () => undefined,
      reorganise: async () => undefined,
      broadcast: async () => '',
    };
    const { paymentAddress } = await developmentWallet('beginner', signer, chain).connect();
    return { address: paymentAddress, funded };
  }

  test('a wallet with nothing to spend is given coins: what carries a charm is not to be spent', async () => {
    const given = [10_000_000n, 10_000_000n, 10_000_000n];
    expect((await connect(async () => [])).funded).toEqual(given);
    expect((await connect(async () => [coin({ carriesCharm: true })])).funded).toEqual(given);
  });

  test('a wallet with a coin is given none, even while it waits for a block', async () => {
    expect((await connect(async () => [coin({})])).funded).toEqual([]);
    expect((await connect(async () => [coin({ confirmations: 0 })])).funded).toEqual([]);
  });

  test('a chain that does not answer keeps nobody out', async () => {
    const problem = { code: 'WALLET_FAILED', nextStep: 'TRY_AGAIN', wallet: 'x', detail: '' } as const;
    const away = () => Promise.reject(new WalletError(problem));
    expect(await connect(away)).toEqual({ address: signer.address, funded: [] });
  });
});

describe('sending', () => {
  const signer = createSigner(demoKey('sender'));
  const coin = (amountSats: bigint, changes: Partial<Coin> = {}): Coin => ({
    txid: String(amountSats).padStart(64, '0'),
    vout: 0,
    amountSats,
    confirmations: 1,
    carriesCharm: false,
    ...changes,
  });
  const never = () => Promise.reject(new Error('not asked for'));

  function walletWith(coins: Coin[]) {
    const sent: string[] = [];
    const chain: ChainClient = {
      coins: async () => coins,
      fund: never,
      mine: never,
      reorganise: never,
      broadcast: async (hex) => {
        sent.push(hex);
        return 'ab'.repeat(32);
      },
    };
    return { wallet: developmentWallet('sender', signer, chain), sent };
  }

  test('pays with coins that carry nothing and are in a block', async () => {
    const { wallet, sent } = walletWith([
      coin(900_000n, { carriesCharm: true }),
      coin(800_000n, { confirmations: 0 }),
      coin(30_000n),
      coin(40_000n),
    ]);
    expect(await wallet.send(MERCHANT, 50_000n)).toBe('ab'.repeat(32));
    expect(sent[0]).toContain('30000'.padStart(64, '0').match(/../g)?.reverse().join(''));
    expect(sent[0]).toContain('40000'.padStart(64, '0').match(/../g)?.reverse().join(''));
    expect(sent[0]).not.toContain('900000'.padStart(64, '0').match(/../g)?.reverse().join(''));
    await expect(wallet.send(MERCHANT, 70_000n)).rejects.toMatchObject({ nextStep: 'GET_COINS' });
  });

  test('leaves dust to the miners', async () => {
    const { wallet, sent } = walletWith([coin(10_500n)]);
    await wallet.send(MERCHANT, 10_000n);
    // One input, one output.
    expect(sent[0]?.slice(8, 14)).toBe('000101');
    expect(sent[0]?.slice(14 + 82, 14 + 84)).toBe('01');
  });

  test('sends no dust', async () => {
    const { wallet, sent } = walletWith([coin(10_500n)]);
    await expect(wallet.send(MERCHANT, 545n)).rejects.toMatchObject({ code: 'WALLET_FAILED' });
    expect(sent).toEqual([]);
  });
});

test('a service that does not answer, or refuses, has failed', async () => {
  const wallet = await openDevelopmentWallet('merchant', REGTEST);
  const failed = { code: 'WALLET_FAILED', nextStep: 'TRY_AGAIN' };
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(wallet.fund()).rejects.toMatchObject(failed);
  vi.stubGlobal('fetch', async () => new Response('{"error":"no"}', { status: 422 }));
  await expect(wallet.mine()).rejects.toMatchObject({ ...failed, detail: expect.stringContaining('no') });
  vi.stubGlobal('fetch', async () => new Response('<html>'));
  await expect(wallet.coins()).rejects.toMatchObject(failed);
});
