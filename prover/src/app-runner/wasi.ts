import { createHash } from 'node:crypto';

const SUCCESS = 0;
const BAD_FILE = 8;
const STDIN = 0;
const STDERR = 2;
const IOVEC_BYTES = 8;

type HostFunction = (...args: number[]) => number;

/**
 * Runs an app contract to its end: docs/protocols/charms.md "App contract interface". Standard input holds the
 * CBOR of (app, tx, x, w); to refuse, a contract traps.
 * @throws WebAssembly.RuntimeError when the contract traps, and whatever makes a binary unusable
 */
export function runWasi(wasm: Uint8Array, stdin: Uint8Array): void {
  const host = { memory: (): WebAssembly.Memory => memoryOf(instance) };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(wasm)), {
    wasi_snapshot_preview1: imports(host, stdin),
  });
  const start = instance.exports._start;
  if (typeof start !== 'function') throw new Error('the binary does not export _start');
  start();
}

function memoryOf(instance: WebAssembly.Instance): WebAssembly.Memory {
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('the binary does not export its memory');
  return memory;
}

/** Exactly the imports the real runner has. `proc_exit` does nothing there, so it does nothing here. */
function imports(host: { memory(): WebAssembly.Memory }, stdin: Uint8Array): Record<string, HostFunction> {
  const view = () => new DataView(host.memory().buffer);
  const random = randomBytes(stdin);
  let offset = 0;

  return {
    fd_read: (fd = -1, iovs = 0, count = 0, nread = 0) => {
      if (fd !== STDIN) return BAD_FILE;
      const start = offset;
      for (const target of vectors(host.memory(), iovs, count)) {
        const chunk = stdin.subarray(offset, offset + target.length);
        target.set(chunk);
        offset += chunk.length;
      }
      view().setUint32(nread, offset - start, true);
      return SUCCESS;
    },
    fd_write: (fd = -1, iovs = 0, count = 0, nwritten = 0) => {
      if (fd !== STDERR) return BAD_FILE;
      let written = 0;
      for (const source of vectors(host.memory(), iovs, count)) written += source.length;
      view().setUint32(nwritten, written, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    environ_sizes_get: (count = 0, size = 0) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return SUCCESS;
    },
    random_get: (at = 0, length = 0) => {
      const target = new Uint8Array(host.memory().buffer, at >>> 0, length >>> 0);
      for (let i = 0; i < target.length; i++) target[i] = random.next().value;
      return SUCCESS;
    },
    proc_exit: () => SUCCESS,
  };
}

/** The stretches of memory that an array of iovec names. */
function vectors(memory: WebAssembly.Memory, iovs: number, count: number): Uint8Array[] {
  const view = new DataView(memory.buffer);
  return Array.from({ length: count }, (_, index) => {
    const at = (iovs >>> 0) + index * IOVEC_BYTES;
    return new Uint8Array(memory.buffer, view.getUint32(at, true), view.getUint32(at + 4, true));
  });
}

/** Random bytes that depend on the input alone, so that a proof can be repeated. */
function* randomBytes(seed: Uint8Array): Generator<number, never> {
  for (let counter = 0; ; counter++) {
    yield* createHash('sha256').update(seed).update(String(counter)).digest();
  }
}
