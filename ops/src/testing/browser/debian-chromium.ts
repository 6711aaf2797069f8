import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../stack/cache-folder.ts';
import {
  type Architecture,
  architectureOf,
  hasDebianTools,
  RELEASE,
  unpackPackages,
} from '../../stack/debian/index.ts';
import { filledFolder } from '../../stack/filled-folder.ts';

/** Fonts come along: a page without any is empty. */
const PACKAGES = ['chromium', 'fonts-liberation'];

/**
 * Unpacks Debian's Chromium with all that it depends on into the cache folder, once, and returns a script that runs it.
 * @throws Error where the machine is not one that Debian's packages run on, or Debian cannot be reached
 */
export async function installDebianChromium(env: NodeJS.ProcessEnv): Promise<string> {
  const architecture = architectureOf(process.arch);
  if (process.platform !== 'linux' || architecture === undefined || !hasDebianTools(env.PATH, process.arch)) {
    throw new Error('apt-get and dpkg are not there');
  }
  const target = join(cacheFolder(env), `chromium-${RELEASE}-${architecture.name}`);
  await filledFolder(target, async (draft) => {
    await unpackPackages(draft, architecture, { packages: PACKAGES, withDependencies: true });
    await makeRunnable(draft, target, architecture);
  });
  return join(target, 'chromium');
}

/**
 * Chromium finds its files beside the program that the kernel runs, and starts itself again for each page. Through a
 * loader that is not the machine's own both lead astray, so the loader lies beside its files, and a script is what is
 * started again.
 */
async function makeRunnable(draft: string, target: string, architecture: Architecture): Promise<void> {
  const libraries = `usr/lib/${architecture.libraries}`;
  await copyFile(join(draft, libraries, architecture.loader), join(draft, 'usr/lib/chromium/loader'));
  await mkdir(join(draft, 'fonts-cache'));
  await writeFile(
    join(draft, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${target}/usr/share/fonts</dir>
  <cachedir>${target}/fonts-cache</cachedir>
</fontconfig>
`,
  );
  const paths = [...(await foldersOfLibraries(draft, libraries)), 'usr/lib/chromium'].map(
    (path) => `${target}/${path}`,
  );
  await writeFile(
    join(draft, 'chromium'),
    `#!/bin/sh
export FONTCONFIG_FILE='${target}/fonts.conf'
exec '${target}/usr/lib/chromium/loader' --library-path '${paths.join(':')}' '${target}/usr/lib/chromium/chromium' \\
  --no-sandbox --no-zygote --browser-subprocess-path='${target}/chromium' "$@"
`,
    { mode: 0o755 },
  );
}

/** Some packages keep libraries that others load in a folder of their own. */
async function foldersOfLibraries(root: string, libraries: string): Promise<readonly string[]> {
  const found = await readdir(join(root, libraries), { withFileTypes: true });
  const within = found.filter((each) => each.isDirectory()).map((each) => `${libraries}/${each.name}`);
  const holding: string[] = [libraries];
  for (const folder of within) {
    const names = await readdir(join(root, folder));
    if (names.some((name) => /^lib.+\.so(\.|$)/.test(name))) holding.push(folder);
  }
  return holding;
}
