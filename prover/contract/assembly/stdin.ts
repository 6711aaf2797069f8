// Reads the whole standard input. docs/protocols/charms.md "App contract interface": CBOR through fd_read on fd 0.

// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "fd_read")
declare function fd_read(fd: i32, iovs: usize, iovsLength: i32, nread: usize): i32;

const FIRST_BYTES: usize = 1 << 16;
/** A prove request is at most 32 MiB, and its transactions are hexadecimal there as they are here. */
const MAX_BYTES: usize = 1 << 25;

const IOVEC: usize = memory.data(8);
const NREAD: usize = memory.data(4);

/** Address of the first byte read. */
export let inputAt: usize = 0;
/** Number of bytes read. */
export let inputSize: usize = 0;

/** Reads to the end of the input; traps on an error of the host and beyond 32 MiB. */
export function readInput(): void {
  let capacity = FIRST_BYTES;
  inputAt = heap.alloc(capacity);
  while (true) {
    if (inputSize == capacity) {
      if (capacity >= MAX_BYTES) unreachable();
      capacity <<= 1;
      inputAt = heap.realloc(inputAt, capacity);
    }
    store<u32>(IOVEC, <u32>(inputAt + inputSize));
    store<u32>(IOVEC, <u32>(capacity - inputSize), 4);
    if (fd_read(0, IOVEC, 1, NREAD) != 0) unreachable();
    const read = <usize>load<u32>(NREAD);
    if (read == 0) return;
    if (read > capacity - inputSize) unreachable();
    inputSize += read;
  }
}
