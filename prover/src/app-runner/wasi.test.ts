import asc from 'assemblyscript/asc';
import { beforeAll, expect, it } from 'vitest';
import { runWasi } from './wasi.ts';

/** Does what the first byte of the input says, and traps when the host does not do as it should. */
const SOURCE = `
@external("wasi_snapshot_preview1", "fd_read") declare function fd_read(fd: i32, iovs: usize, n: i32, nread: usize): i32;
@external("wasi_snapshot_preview1", "fd_write") declare function fd_write(fd: i32, iovs: usize, n: i32, nwritten: usize): i32;
@external("wasi_snapshot_preview1", "random_get") declare function random_get(at: usize, length: i32): i32;
@external("wasi_snapshot_preview1", "environ_get") declare function environ_get(at: usize, buffer: usize): i32;
@external("wasi_snapshot_preview1", "environ_sizes_get") declare function environ_sizes_get(count: usize, size: usize): i32;
@external("wasi_snapshot_preview1", "proc_exit") declare function proc_exit(code: i32): void;

const IOVS: usize = memory.data(16);
const COUNT: usize = memory.data(4);
const BYTES: usize = memory.data(64);

function iovec(index: i32, at: usize, length: u32): void {
  store<u32>(IOVS + index * 8, <u32>at);
  store<u32>(IOVS + index * 8 + 4, length);
}

export function _start(): void {
  iovec(0, BYTES, 1);
  iovec(1, BYTES + 8, 4);
  store<u32>(COUNT, 99);
  if (fd_read(0, IOVS, 2, COUNT) != 0) unreachable();
  const what = load<u8>(BYTES);
  if (what == 0) unreachable();
  if (what == 1) proc_exit(1);
  if (what == 2 && (load<u32>(COUNT) != 5 || load<u32>(BYTES + 8) != 0x04030201)) unreachable();
  if (what == 3 && (fd_read(0, IOVS, 2, COUNT) != 0 || load<u32>(COUNT) != 0)) unreachable();
  if (what == 4 && fd_read(1, IOVS, 2, COUNT) == 0) unreachable();
  if (what == 5 && (fd_write(2, IOVS, 2, COUNT) != 0 || load<u32>(COUNT) != 5)) unreachable();
  if (what == 6 && fd_write(1, IOVS, 2, COUNT) == 0) unreachable();
  if (what == 7) {
    store<u32>(BYTES, 99);
    if (environ_sizes_get(BYTES, COUNT) != 0 || load<u32>(BYTES) != 0 || load<u32>(COUNT) != 0) unreachable();
    if (environ_get(BYTES, BYTES) != 0) unreachable();
  }
  if (what == 8) {
    if (random_get(BYTES, 40) != 0) unreachable();
    if (load<u64>(BYTES) == load<u64>(BYTES + 32)) unreachable();
    if (load<u8>(BYTES) & 1) unreachable();
  }
}`;

let wasm: Uint8Array;

beforeAll(async () => {
  const { error } = await asc.main(
    ['host.ts', '--outFile', 'host.wasm', '--runtime', 'stub', '--use', 'abort='],
    {
      readFile: (name) => (name === 'host.ts' ? SOURCE : null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
    },
  );
  if (error !== null) throw error;
});

const accepts = (...stdin: number[]) => {
  try {
    runWasi(wasm, Uint8Array.from(stdin));
    return true;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return false;
    throw error;
  }
};

it.each([
  ['a trap refuses', [0], false],
  ['an exit code does not', [1], true],
  ['standard input fills one buffer after the other', [2, 1, 2, 3, 4], true],
  ['standard input ends', [3, 1, 2], true],
  ['no other file is read', [4], true],
  ['standard error is written', [5], true],
  ['no other file is written', [6], true],
  ['the environment is empty', [7], true],
])('%s', (_, stdin, expected) => {
  expect(accepts(...stdin)).toBe(expected);
});

it('randomness differs from input to input and is the same each time', () => {
  const verdicts = Array.from({ length: 64 }, (_, input) => accepts(8, input));
  expect(new Set(verdicts).size).toBe(2);
  expect(Array.from({ length: 64 }, (_, input) => accepts(8, input))).toEqual(verdicts);
});

it('a binary that needs another import does not run', () => {
  const importing = Buffer.from('0061736d01000000010401600000020c0103656e760474696d650000', 'hex');
  expect(() => runWasi(importing, new Uint8Array())).toThrow(/import/i);
});
