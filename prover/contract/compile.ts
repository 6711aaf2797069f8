import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const BASE = fileURLToPath(new URL('.', import.meta.url));

/** Options that decide the binary. `--use abort=` leaves fd_read as the only import and makes every throw a trap. */
const OPTIONS = ['--runtime', 'stub', '--use', 'abort=', '-O3', '--shrinkLevel', '2', '--converge'];

/**
 * Compiles one AssemblyScript file of this folder. The same source and the same compiler, which the
 * lockfile pins, give the same bytes wherever this runs.
 * @throws Error with the compiler's messages
 */
export async function compile(entry = 'assembly/index.ts'): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, '--baseDir', BASE, '--outFile', 'out.wasm', ...OPTIONS], {
    writeFile: (name, contents) => {
      if (name === 'out.wasm' && typeof contents !== 'string') wasm = contents;
    },
  });
  if (error !== null || wasm === undefined)
    throw new Error(`${entry} does not compile: ${stderr.toString()}`);
  return wasm;
}
