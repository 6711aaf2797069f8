import { vkOf } from '@charmbills/charms';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VK, contractWasm } from '../src/contract.ts';
import { compile } from './compile.ts';

describe('the committed binary', () => {
  it('is what its source compiles to', async () => {
    expect(vkOf(await compile())).toBe(CONTRACT_VK);
  });

  it('is the one whose hash is committed', () => {
    expect(vkOf(contractWasm())).toBe(CONTRACT_VK);
  });

  it('imports nothing but fd_read and exports memory and _start', () => {
    const module = new WebAssembly.Module(Uint8Array.from(contractWasm()));
    expect(WebAssembly.Module.imports(module)).toEqual([
      { module: 'wasi_snapshot_preview1', name: 'fd_read', kind: 'function' },
    ]);
    expect(
      WebAssembly.Module.exports(module)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['_start', 'memory']);
  });

  it('is small', () => {
    expect(contractWasm().length).toBeLessThan(8_192);
  });
});
