import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const COMPRESSIBLE = /\.(js|css|svg|json|map|txt)$/;
/** Less is not worth a file. */
const LEAST_BYTES = 512;

/** Writes `<file>.br` beside every file below a folder that gets smaller by it, as small as Brotli makes it. */
export async function compressFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name))
      .map(async ({ parentPath, name }) => {
        const content = await readFile(join(parentPath, name));
        if (content.length < LEAST_BYTES) return;
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        const small = await compress(content, { params });
        if (small.length < content.length) await writeFile(join(parentPath, `${name}.br`), small);
      }),
  );
}
