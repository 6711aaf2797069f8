import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache-folder.ts';
import { download } from './download.ts';
import type { NodeCommand } from './node-command.ts';
import type { CoreRelease } from './releases.ts';
import { runProgram } from './run-program.ts';

/** Installs an official release into the cache folder and returns how to run it. */
export async function installCoreRelease(
  release: CoreRelease,
  cache: string,
  log: (line: string) => void,
): Promise<NodeCommand> {
  const folder = await cached(cache, `bitcoin-core-${release.version}`, async (draft) => {
    log(`downloading Bitcoin Core ${release.version} from ${new URL(release.url).host}`);
    const archive = join(draft, 'archive.tar.gz');
    let reported = 0;
    await download(release.url, release.sha256, archive, (received, total) => {
      const tenth = total === undefined ? 0 : Math.floor((10 * received) / total);
      if (tenth > reported) log(`downloading Bitcoin Core ${release.version}: ${tenth * 10} %`);
      reported = Math.max(reported, tenth);
    });
    await runProgram('tar', [
      '-xzf',
      archive,
      '-C',
      draft,
      '--strip-components=2',
      `bitcoin-${release.version}/bin/bitcoind`,
    ]);
    await rm(archive);
  });
  return { command: join(folder, 'bitcoind'), args: [], origin: `official release ${release.version}` };
}
