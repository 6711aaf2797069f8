import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filledFolder } from '../filled-folder.ts';
import { runProgram } from '../run-program.ts';
import { download } from './download.ts';
import type { NodeCommand } from './node-command.ts';
import type { CoreRelease } from './releases.ts';

/** An official release that is in the cache folder already. */
export function cachedCoreRelease(release: CoreRelease, cache: string): NodeCommand | undefined {
  const folder = folderOf(release, cache);
  return existsSync(folder) ? commandIn(release, folder) : undefined;
}

/** Installs an official release into the cache folder and returns how to run it. */
export async function installCoreRelease(
  release: CoreRelease,
  cache: string,
  log: (line: string) => void,
): Promise<NodeCommand> {
  const name = `Bitcoin Core ${release.version}`;
  const folder = await filledFolder(folderOf(release, cache), async (draft) => {
    log(`downloading ${name} from ${new URL(release.url).host}`);
    const archive = join(draft, 'archive.tar.gz');
    let reported = 0;
    await download(release.url, release.sha256, archive, (received, total) => {
      const tenth = total === undefined ? 0 : Math.floor((10 * received) / total);
      if (tenth > reported) log(`downloading ${name}: ${tenth * 10} %`);
      reported = Math.max(reported, tenth);
    });
    const member = `bitcoin-${release.version}/bin/bitcoind`;
    await runProgram('tar', ['-xzf', archive, '-C', draft, '--strip-components=2', member]);
    await rm(archive);
  });
  return commandIn(release, folder);
}

function folderOf(release: CoreRelease, cache: string): string {
  return join(cache, `bitcoin-core-${release.version}`);
}

function commandIn(release: CoreRelease, folder: string): NodeCommand {
  const command = join(folder, 'bitcoind');
  return { command, args: [], origin: `official release ${release.version}`, folder };
}
