/** A processor as Debian knows it. */
export interface Architecture {
  /** Debian's name for it. */
  readonly name: string;
  /** Its folder of libraries under /usr/lib. */
  readonly libraries: string;
  /** Its dynamic loader. */
  readonly loader: string;
}

/** By the processor's name in Node. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: { name: 'amd64', libraries: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { name: 'arm64', libraries: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** Undefined for processors that Debian's packages are not unpacked for. */
export function architectureOf(arch: string): Architecture | undefined {
  return ARCHITECTURES[arch];
}
