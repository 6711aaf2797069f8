import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile.ts';

const PAGE = 65_536;

describe('SHA-256 of the contract', () => {
  let digestOf: (message: Uint8Array) => string;

  beforeAll(async () => {
    const module = new WebAssembly.Module(Uint8Array.from(await compile('assembly/sha256.ts')));
    const { memory, sha256 } = new WebAssembly.Instance(module).exports;
    if (!(memory instanceof WebAssembly.Memory) || typeof sha256 !== 'function')
      throw new Error('not exported');
    const at = memory.grow(1) * PAGE;
    digestOf = (message) => {
      const bytes = Buffer.from(memory.buffer);
      bytes.set(message, at);
      sha256(at, message.length, at + PAGE - 32);
      return bytes.toString('hex', at + PAGE - 32, at + PAGE);
    };
  });

  it('is that of the examples of FIPS 180-4', () => {
    expect(digestOf(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(digestOf(Buffer.from('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  it('is that of the platform at every length up to four blocks', () => {
    for (let length = 0; length <= 256; length++) {
      const message = Buffer.alloc(length, length);
      expect(digestOf(message)).toBe(createHash('sha256').update(message).digest('hex'));
    }
  });

  it('is that of the platform for any message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (message) => {
        expect(digestOf(message)).toBe(createHash('sha256').update(message).digest('hex'));
      }),
    );
  });
});
