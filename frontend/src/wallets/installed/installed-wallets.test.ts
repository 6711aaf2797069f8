import { Transaction } from '@scure/btc-signer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fromBase64, fromHex, toBase64, toHex } from '../bitcoin/bytes.ts';
import { createSigner, demoKey } from '../development/signer.ts';
import type { WalletSettings } from '../index.ts';
import { listWallets, openWallet, ownInputs } from '../index.ts';
import { DECLINED, type FakeWindow, leatherProvider, RpcError, wbipProvider } from './testing/fake-window.ts';

const XVERSE = 'XverseProviders.BitcoinProvider';
const LEATHER = 'LeatherProvider';
const REGTEST: WalletSettings = { network: 'regtest', devWallet: false };
const MAINNET: WalletSettings = { network: 'mainnet', devWallet: false };
const TAPROOT = 'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr';
const SEGWIT = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const NESTED = '3P14159f73E4gFr7JterCCQh9QjiTjiZrG';
const KEY = `02${'ab'.repeat(32)}`;

const key = createSigner(demoKey('installed'));
const stranger = createSigner(demoKey('another'));
let page: FakeWindow;

beforeEach(() => {
  page = {};
  vi.stubGlobal('window', page);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A PSBT whose middle input is the key's. */
function psbtToSign(): string {
  const transaction = new Transaction();
  for (const [index, { script }] of [stranger, key, stranger].entries()) {
    const txid = String(index + 1).repeat(64);
    transaction.addInput({ txid, index, witnessUtxo: { script, amount: 5_000n } });
  }
  transaction.addOutput({ script: stranger.script, amount: 14_000n });
  return toBase64(transaction.toPSBT(0));
}

const onRegtest = { bitcoin: { name: 'Regtest' }, stacks: { name: 'mainnet' }, spark: { name: 'mainnet' } };
const accounts = [
  {
    address: key.address,
    publicKey: key.publicKey,
    purpose: 'payment',
    addressType: 'p2wpkh',
    walletType: 'software',
  },
];

function xverse(handlers: Parameters<typeof wbipProvider>[0]) {
  const provider = wbipProvider({
    wallet_connect: () => ({ id: 'a', walletType: 'software', addresses: accounts, network: onRegtest }),
    ...handlers,
  });
  page.XverseProviders = { BitcoinProvider: provider };
  page.btc_providers = [{ id: XVERSE, name: 'Xverse Wallet', icon: 'data:image/svg+xml;base64,AA' }];
  return provider;
}

describe('the list of wallets', () => {
  test('has those of this browser first, as they announce themselves, then well-known ones', async () => {
    xverse({});
    const wallets = await listWallets(MAINNET);
    expect(wallets[0]).toMatchObject({
      id: XVERSE,
      name: 'Xverse Wallet',
      installed: true,
      development: false,
    });
    expect(wallets.slice(1).map(({ name, installed }) => [name, installed])).toEqual([
      ['Fordefi', false],
      ['Leather', false],
      ['Unisat', false],
    ]);
    for (const { installUrl } of wallets.slice(1)) expect(installUrl).toMatch(/^https:/);
  });

  test('leaves out wallets that sign no PSBTs, and images from elsewhere', async () => {
    page.btc_providers = [
      { id: 'Viewer', name: 'Viewer', methods: ['getAddresses'], icon: 'https://viewer.example/icon.png' },
      {
        id: 'Signer',
        name: 'Signer',
        methods: ['getAddresses', 'signPsbt', 'signMessage'],
        icon: 'https://x.example/y',
      },
    ];
    Object.assign(page, { Viewer: wbipProvider({}), Signer: wbipProvider({}) });
    const wallets = (await listWallets(MAINNET)).filter(({ installed }) => installed);
    expect(wallets.map(({ name, icon }) => [name, icon])).toEqual([['Signer', undefined]]);
  });
});

test('a wallet that is not in this browser is not found', async () => {
  await expect(openWallet(XVERSE, MAINNET)).rejects.toMatchObject({
    code: 'WALLET_NOT_FOUND',
    nextStep: 'INSTALL',
    wallet: 'Xverse',
  });
  await expect(openWallet('constructor', MAINNET)).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
});

describe('a wallet that speaks the standard', () => {
  test('is asked for its addresses, a message and its own inputs of a PSBT', async () => {
    const psbt = psbtToSign();
    const provider = xverse({
      signMessage: () => ({
        signature: 'AkcwRA==',
        messageHash: '',
        address: key.address,
        protocol: 'BIP322',
      }),
      signPsbt: () => ({ psbt: key.signPsbt(psbt, [1]) }),
    });
    const wallet = await openWallet(XVERSE, REGTEST);
    expect(provider.calls).toEqual([]);
    expect(await wallet.connect()).toEqual({
      paymentAddress: key.address,
      publicKey: key.publicKey,
      addresses: [{ address: key.address, publicKey: key.publicKey, type: 'p2wpkh', purpose: 'payment' }],
    });
    expect(await wallet.signMessage(key.address, 'hello')).toBe('AkcwRA==');
    const indexes = await ownInputs(psbt, key.address, 'regtest');
    expect(indexes).toEqual([1]);
    expect(await wallet.signPsbt(psbt, { address: key.address, indexes })).toBe(key.signPsbt(psbt, [1]));
    expect(provider.calls).toEqual([
      {
        method: 'wallet_connect',
        params: { addresses: ['payment', 'ordinals'], message: expect.any(String), network: 'Regtest' },
      },
      { method: 'signMessage', params: { address: key.address, message: 'hello', protocol: 'BIP322' } },
      { method: 'signPsbt', params: { psbt, signInputs: { [key.address]: [1] }, broadcast: false } },
    ]);
  });

  test('that does not know wallet_connect is asked for its accounts', async () => {
    const provider = wbipProvider({ getAccounts: () => accounts });
    page.XverseProviders = { BitcoinProvider: provider };
    const { paymentAddress } = await (await openWallet(XVERSE, REGTEST)).connect();
    expect(paymentAddress).toBe(key.address);
  });

  test('that declines says so', async () => {
    const declined = () => {
      throw new RpcError(DECLINED);
    };
    xverse({ wallet_connect: declined, signMessage: declined, signPsbt: declined });
    const wallet = await openWallet(XVERSE, REGTEST);
    const refused = { code: 'WALLET_REFUSED', nextStep: 'CONFIRM', wallet: 'Xverse Wallet' };
    await expect(wallet.connect()).rejects.toMatchObject(refused);
    await expect(wallet.signMessage(key.address, 'x')).rejects.toMatchObject(refused);
    await expect(wallet.signPsbt(psbtToSign(), { address: key.address, indexes: [1] })).rejects.toMatchObject(
      refused,
    );
  });

  test('on another network is asked to change it, and told apart when it does not', async () => {
    let network = 'Mainnet';
    const connect = () => ({
      id: 'a',
      addresses: accounts,
      network: { ...onRegtest, bitcoin: { name: network } },
    });
    const provider = xverse({
      wallet_connect: connect,
      wallet_changeNetwork: () => {
        network = 'Regtest';
        return null;
      },
    });
    const { paymentAddress } = await (await openWallet(XVERSE, REGTEST)).connect();
    expect(paymentAddress).toBe(key.address);
    expect(provider.calls[1]).toEqual({ method: 'wallet_changeNetwork', params: { name: 'Regtest' } });

    network = 'Mainnet';
    const stubborn = () => {
      throw new RpcError(DECLINED);
    };
    xverse({ wallet_connect: connect, wallet_changeNetwork: stubborn });
    await expect((await openWallet(XVERSE, REGTEST)).connect()).rejects.toMatchObject({
      code: 'WALLET_WRONG_NETWORK',
      nextStep: 'SWITCH_NETWORK',
    });
  });

  test('whose addresses are of another network is on another network, whatever it says', async () => {
    const addresses = [{ ...accounts[0], address: SEGWIT }];
    xverse({ wallet_connect: () => ({ addresses, network: onRegtest }) });
    await expect((await openWallet(XVERSE, REGTEST)).connect()).rejects.toMatchObject({
      code: 'WALLET_WRONG_NETWORK',
    });
  });

  test('with nested segwit is asked to use another kind; its address for ordinals is not taken', async () => {
    const addresses = [
      { address: NESTED, publicKey: KEY, purpose: 'payment' },
      { address: TAPROOT, publicKey: KEY.slice(2), purpose: 'ordinals' },
    ];
    xverse({ wallet_connect: () => ({ addresses, network: { bitcoin: { name: 'Mainnet' } } }) });
    await expect((await openWallet(XVERSE, MAINNET)).connect()).rejects.toMatchObject({
      code: 'WALLET_UNSUPPORTED',
      nextStep: 'USE_SEGWIT',
    });
  });

  test('that has forgotten the page is connected again before it signs', async () => {
    let known = false;
    const provider = xverse({
      wallet_connect: () => {
        known = true;
        return { addresses: accounts, network: onRegtest };
      },
      signMessage: () => {
        if (!known) throw new RpcError({ code: -32002, message: 'Access denied' });
        return { signature: 'AkcwRA==', protocol: 'BIP322' };
      },
    });
    expect(await (await openWallet(XVERSE, REGTEST)).signMessage(key.address, 'x')).toBe('AkcwRA==');
    expect(provider.calls.map(({ method }) => method)).toEqual([
      'signMessage',
      'wallet_connect',
      'signMessage',
    ]);
  });

  test('that signs messages by ECDSA, or knows no signing, is not supported', async () => {
    xverse({ signMessage: () => ({ signature: 'H0==', protocol: 'ECDSA' }) });
    const wallet = await openWallet(XVERSE, REGTEST);
    await expect(wallet.signMessage(key.address, 'x')).rejects.toMatchObject({ code: 'WALLET_UNSUPPORTED' });
    await expect(wallet.signPsbt(psbtToSign(), { address: key.address, indexes: [1] })).rejects.toMatchObject(
      {
        code: 'WALLET_UNSUPPORTED',
        nextStep: 'USE_ANOTHER',
      },
    );
  });

  test('that answers another transaction, or nonsense, has failed', async () => {
    const other = new Transaction();
    other.addInput({ txid: '9'.repeat(64), index: 0, witnessUtxo: { script: key.script, amount: 9_000n } });
    other.addOutput({ script: key.script, amount: 8_000n });
    const answers = [{ psbt: toBase64(other.toPSBT(0)) }, { psbt: 'nonsense' }, {}, null];
    for (const answer of answers) {
      xverse({ signPsbt: () => answer });
      const wallet = await openWallet(XVERSE, REGTEST);
      const signing = wallet.signPsbt(psbtToSign(), { address: key.address, indexes: [1] });
      await expect(signing).rejects.toMatchObject({ code: 'WALLET_FAILED', nextStep: 'TRY_AGAIN' });
    }
  });
});

describe('Leather', () => {
  const addresses = [
    { symbol: 'BTC', type: 'p2wpkh', address: SEGWIT, publicKey: KEY, derivationPath: "m/84'/0'/0'/0/0" },
    { symbol: 'BTC', type: 'p2tr', address: TAPROOT, publicKey: KEY, tweakedPublicKey: KEY.slice(2) },
    { symbol: 'STX', address: 'SP000000000000000000002Q6VF78', publicKey: KEY },
  ];

  function leather(handlers: Parameters<typeof leatherProvider>[0]) {
    const provider = leatherProvider({ getAddresses: () => ({ addresses }), ...handlers });
    page.LeatherProvider = provider;
    page.btc_providers = [
      { id: LEATHER, name: 'Leather', methods: ['getAddresses', 'signPsbt', 'signMessage'] },
    ];
    return provider;
  }

  test('is asked in its own words, with PSBTs in hex', async () => {
    const psbt = psbtToSign();
    const signed = key.signPsbt(psbt, [1]);
    const provider = leather({
      signMessage: () => ({ signature: 'AkcwRA==', address: SEGWIT }),
      signPsbt: () => ({ hex: toHex(fromBase64(signed)) }),
    });
    const wallet = await openWallet(LEATHER, MAINNET);
    const account = await wallet.connect();
    expect(account).toMatchObject({ paymentAddress: SEGWIT, publicKey: KEY });
    expect(account.addresses.map(({ type, purpose }) => [type, purpose])).toEqual([
      ['p2wpkh', 'payment'],
      ['p2tr', 'ordinals'],
    ]);
    expect(await wallet.signMessage(SEGWIT, 'hello')).toBe('AkcwRA==');
    expect(await wallet.signPsbt(psbt, { address: SEGWIT, indexes: [1] })).toBe(signed);
    expect(provider.calls).toEqual([
      { method: 'getAddresses', params: { network: 'mainnet' } },
      { method: 'signMessage', params: { message: 'hello', paymentType: 'p2wpkh', network: 'mainnet' } },
      {
        method: 'signPsbt',
        params: { hex: toHex(fromBase64(psbt)), signAtIndex: [1], broadcast: false, network: 'mainnet' },
      },
    ]);
  });

  test('that declines says so; its own errors are no refusals', async () => {
    const failWith = (code: number) => () => {
      throw new RpcError({ code, message: 'no' });
    };
    leather({ getAddresses: failWith(4001), signMessage: failWith(-32000) });
    const wallet = await openWallet(LEATHER, MAINNET);
    await expect(wallet.connect()).rejects.toMatchObject({ code: 'WALLET_REFUSED' });
    await expect(wallet.signMessage(SEGWIT, 'x')).rejects.toMatchObject({ code: 'WALLET_FAILED' });
  });

  test('on another network is told apart', async () => {
    leather({});
    await expect((await openWallet(LEATHER, REGTEST)).connect()).rejects.toMatchObject({
      code: 'WALLET_WRONG_NETWORK',
    });
  });
});

describe('UniSat', () => {
  /** `window.unisat` as its documentation has it. */
  function unisat(changes: Record<string, unknown> = {}) {
    let chain = 'BITCOIN_MAINNET';
    const fake = {
      requestAccounts: vi.fn(async () => [SEGWIT]),
      getAccounts: vi.fn(async () => [SEGWIT]),
      getPublicKey: vi.fn(async () => KEY),
      getChain: vi.fn(async () => ({ enum: chain, name: chain, network: 'livenet' })),
      switchChain: vi.fn(async (wanted: string) => {
        chain = wanted;
      }),
      signMessage: vi.fn(async () => 'AkcwRA=='),
      signPsbt: vi.fn(async (hex: string) => toHex(fromBase64(key.signPsbt(toBase64(fromHex(hex)), [1])))),
      ...changes,
    };
    page.unisat = fake;
    return fake;
  }

  test('signs with the one address that it has', async () => {
    const fake = unisat();
    const psbt = psbtToSign();
    const wallet = await openWallet('unisat', MAINNET);
    expect(await wallet.connect()).toMatchObject({ paymentAddress: SEGWIT, publicKey: KEY });
    expect(await wallet.signMessage(SEGWIT, 'hello')).toBe('AkcwRA==');
    expect(fake.signMessage).toHaveBeenCalledWith('hello', 'bip322-simple');
    expect(await wallet.signPsbt(psbt, { address: SEGWIT, indexes: [1] })).toBe(key.signPsbt(psbt, [1]));
    expect(fake.signPsbt).toHaveBeenCalledWith(toHex(fromBase64(psbt)), {
      autoFinalized: undefined,
      toSignInputs: [{ index: 1, address: SEGWIT }],
    });
    expect(fake.switchChain).not.toHaveBeenCalled();
  });

  test('changes its chain, or says that it is another', async () => {
    const fake = unisat();
    await expect(
      (await openWallet('unisat', { ...MAINNET, network: 'testnet4' })).connect(),
    ).rejects.toMatchObject({
      // The fake keeps its mainnet address.
      code: 'WALLET_WRONG_NETWORK',
    });
    expect(fake.switchChain).toHaveBeenCalledWith('BITCOIN_TESTNET4');
    unisat({
      switchChain: async () => {
        throw { code: 4001, message: 'User rejected the request.' };
      },
    });
    const testnet = await openWallet('unisat', { ...MAINNET, network: 'testnet4' });
    await expect(testnet.connect()).rejects.toMatchObject({ code: 'WALLET_WRONG_NETWORK' });
    await expect((await openWallet('unisat', REGTEST)).connect()).rejects.toMatchObject({
      code: 'WALLET_WRONG_NETWORK',
    });
  });

  test('signs nothing for an account that is not chosen in it', async () => {
    const fake = unisat();
    const wallet = await openWallet('unisat', MAINNET);
    await expect(wallet.signMessage(TAPROOT, 'x')).rejects.toMatchObject({
      code: 'WALLET_FAILED',
      nextStep: 'SWITCH_ACCOUNT',
    });
    expect(fake.signMessage).not.toHaveBeenCalled();
  });

  test('that declines says so', async () => {
    const declined = async () => {
      throw { code: 4001, message: 'User rejected the request.' };
    };
    unisat({ requestAccounts: declined, signMessage: declined });
    const wallet = await openWallet('unisat', MAINNET);
    await expect(wallet.connect()).rejects.toMatchObject({ code: 'WALLET_REFUSED' });
    await expect(wallet.signMessage(SEGWIT, 'x')).rejects.toMatchObject({ code: 'WALLET_REFUSED' });
  });
});
