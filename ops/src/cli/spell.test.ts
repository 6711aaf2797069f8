import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSpell, mockProof, spellScript } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { afterAll, expect, test } from 'vitest';
import type { SpellReport } from './spell-report.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vectors = JSON.parse(
  readFileSync(join(root, 'packages/charms/vectors/mainnet-spells.json'), 'utf8'),
) as { txid: string; version: number; hex: string }[];
const [v12, v9] = vectors;
const folder = mkdtempSync(join(tmpdir(), 'spell-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Printed = SpellReport & { spell?: Record<string, unknown> | null };

/** Runs the program as a user would; standard output must be one JSON document. */
function spell(...args: string[]): Promise<{ code: number; printed: Printed }> {
  const tsx = join(root, 'node_modules/.bin/tsx');
  return run(tsx, ['--conditions=source', 'ops/src/cli/spell.ts', ...args]);
}

function run(program: string, args: string[]): Promise<{ code: number; printed: Printed }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root }, (error, stdout) => {
      resolve({ code: Number(error?.code ?? 0), printed: JSON.parse(stdout) as Printed });
    });
  });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** An unsigned transaction that pays 1,000 satoshi and puts 5 tokens there by a mock spell. */
function mockTransactionHex(): string {
  const txid = '22'.repeat(32);
  const coin = { amountSats: 1_000n, dest: Uint8Array.of(0x51) };
  const app = { tag: 't', identity: '11'.repeat(32), vk: '33'.repeat(32) };
  const built = buildSpell({ ins: [{ txid, vout: 0 }], outs: [{ coin, charms: [[app, 5n]] }], mock: true });
  const tx = new Transaction();
  tx.addInput(Buffer.from(txid, 'hex'), 0);
  tx.addOutput(coin.dest, coin.amountSats);
  tx.addOutput(spellScript({ spell: built, proof: mockProof(built) }), 0n);
  return tx.toHex();
}

test('verify: a mainnet spell as an argument is valid, exit 0', async () => {
  const { code, printed } = await spell('verify', v12?.hex ?? '');
  expect(code).toBe(0);
  expect(Object.keys(printed)).toEqual(['version', 'txid', 'valid', 'reason', 'message', 'apps', 'outputs']);
  expect(printed).toMatchObject({ version: 12, txid: v12?.txid, valid: true, reason: null });
  expect(printed.apps).toHaveLength(2);
  expect(printed.outputs).toHaveLength(7);
  expect(printed.outputs[0]).toEqual({
    vout: 0,
    amountSats: '546',
    charms: [{ app: printed.apps[1], data: '11600000000', cbor: '1b00000002b369f400' }],
  });
});

test('verify: a file of hex, and one of raw bytes', async () => {
  const asHex = await spell('verify', file('v9.hex', `${v9?.hex}\n`));
  const asBytes = await spell('verify', file('v9.bin', Buffer.from(v9?.hex ?? '', 'hex')));
  expect(asHex).toEqual(asBytes);
  expect(asHex).toMatchObject({ code: 0, printed: { version: 9, txid: v9?.txid, valid: true } });
});

test('inspect: all that the spell says', async () => {
  const { code, printed } = await spell('inspect', v9?.hex ?? '');
  expect(code).toBe(0);
  expect(printed.spell).toMatchObject({
    mock: false,
    opReturnVout: 2,
    committedOutputs: 2,
    ins: ['e06a2172b6bc5ee3ece570c0d70c59d2e5c1c235e832cf6245978bd181d5c436:0'],
    beamedOuts: [{ vout: 0, destinationHash: expect.stringMatching(/^9bd30f46/) }],
  });
});

test('a changed satoshi is invalid with its reason, exit 1', async () => {
  const { code, printed } = await spell(
    'verify',
    (v12?.hex ?? '').replace('ffffffff072202', 'ffffffff072302'),
  );
  expect(code).toBe(1);
  expect(printed).toMatchObject({ version: 12, valid: false, reason: 'PROOF_REJECTED' });
});

test('a transaction without a spell is invalid, exit 1', async () => {
  const { code, printed } = await spell('verify', mockTransactionHex().replace('7370656c6c', '7370656c6d'));
  expect(code).toBe(1);
  expect(printed).toMatchObject({ version: null, valid: false, reason: 'SPELL_NOT_FOUND', apps: [] });
  expect(printed.outputs.map((output) => output.amountSats)).toEqual(['1000', '0']);
});

test('a mock spell is refused, and accepted with --allow-mock', async () => {
  const hex = mockTransactionHex();
  expect(await spell('verify', hex)).toMatchObject({ code: 1, printed: { reason: 'SPELL_MOCK_REFUSED' } });
  const allowed = await spell('inspect', '--allow-mock', hex);
  expect(allowed).toMatchObject({ code: 0, printed: { valid: true, version: 15, spell: { mock: true } } });
});

test.each([
  ['no arguments', [], 'ARGUMENT_INVALID'],
  ['no input', ['verify'], 'ARGUMENT_INVALID'],
  ['another command', ['prove', '00'], 'ARGUMENT_INVALID'],
  ['an unknown option', ['verify', '--fast', '00'], 'ARGUMENT_INVALID'],
  ['a file that is not there', ['verify', './missing.hex'], 'ARGUMENT_INVALID'],
  ['hex that is no transaction', ['verify', '00ff'], 'TX_MALFORMED'],
])('unusable input, %s: exit 2', async (_, args, reason) => {
  const { code, printed } = await spell(...args);
  expect(code).toBe(2);
  expect(printed).toMatchObject({ version: null, txid: null, valid: false, reason, apps: [], outputs: [] });
});

test('npm run -s spell prints nothing but the document', async () => {
  const { code, printed } = await run('npm', ['run', '-s', 'spell', '--', 'verify', v12?.hex ?? '']);
  expect(code).toBe(0);
  expect(printed.txid).toBe(v12?.txid);
});
