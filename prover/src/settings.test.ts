import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it('has defaults', () => {
  expect(readSettings([], {})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    network: 'regtest',
    delayMs: 0,
    failures: 0,
    lie: null,
    cache: false,
    proverFeeSats: 0n,
  });
});

it('are read from the environment, and from flags before it', () => {
  const env = {
    PROVER_PORT: '9000',
    HOST: '0.0.0.0',
    PROVER_DELAY_MS: '60000',
    PROVER_LIE: 'hang',
    PROVER_CACHE: 'true',
  };
  const settings = readSettings(
    ['--port', '9001', '--failures=2', '--fee-sats', '1500', '--fee-address', 'bcrt1q'],
    env,
  );
  expect(settings).toEqual({
    port: 9001,
    host: '0.0.0.0',
    network: 'regtest',
    delayMs: 60_000,
    failures: 2,
    lie: 'hang',
    cache: true,
    proverFeeSats: 1_500n,
    feeAddress: 'bcrt1q',
  });
});

it('takes an empty variable as none', () => {
  expect(readSettings([], { PROVER_PORT: '', BITCOIN_NETWORK: '' })).toMatchObject({
    port: 8080,
    network: 'regtest',
  });
});

it.each([
  ['a port that is no number', ['--port', 'x']],
  ['a port that is none', ['--port', '65536']],
  ['an empty port', ['--port', '']],
  ['a negative delay', ['--delay-ms=-1']],
  ['a lie it does not know', ['--lie', 'white']],
  ['a cache that is neither', ['--cache', 'perhaps']],
  ['a flag it does not know', ['--prot', '1']],
  ['a word', ['regtest']],
])('refuses %s', (_, args) => {
  expect(() => readSettings(args, {})).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
});
