/**
 * `npm run build` bundles the backend into `backend/dist` (or the folder given as argument), which runs by
 * `node backend/dist/main.js` (and `migrate.js` before it) with nothing of the repository beside it but `node_modules`. npm packages stay
 * outside the bundle; workspaces go in.
 */
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = resolve(ROOT, process.argv[2] ?? 'backend/dist');
const ASSETS = 'assets';

/** Files that the code reads at run time, kept in `dist/assets` at their place in the repository. */
const ASSET_PATHS = ['prisma/migrations', 'prover/contract/build', 'backend/src/api/sandbox'];

/** Leaves npm packages to `node_modules`, and bundles the workspaces' sources. */
const externalPackages: Plugin = {
  name: 'external-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@charmbills/') ? undefined : { path, external: true },
    );
  },
};

/** Has each module look for its files where it would stand in `dist/assets`, as it does in the repository. */
const sourcePlaces: Plugin = {
  name: 'source-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const place = JSON.stringify(`./${ASSETS}/${relative(ROOT, path).replaceAll('\\', '/')}`);
      const contents = source.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
      return { contents, loader: 'ts' };
    });
  },
};

// `npm start` keeps builds of its own there, which may be running.
for (const name of await readdir(OUT).catch(() => [])) {
  if (name !== 'builds') await rm(join(OUT, name), { recursive: true });
}
await build({
  entryPoints: { main: join(ROOT, 'backend/src/main.ts'), migrate: join(ROOT, 'backend/scripts/migrate.ts') },
  outdir: OUT,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  conditions: ['source'],
  sourcemap: true,
  // Names of classes are names of GraphQL types: a clash in the bundle must not number them.
  keepNames: true,
  plugins: [externalPackages, sourcePlaces],
  logLevel: 'warning',
});
for (const path of ASSET_PATHS) await cp(join(ROOT, path), join(OUT, ASSETS, path), { recursive: true });
