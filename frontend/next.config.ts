import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: new URL('..', import.meta.url).pathname,
  poweredByHeader: false,
  reactStrictMode: true,
  reactCompiler: false,
  // `npm run lint` checks types; a start on a fresh machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Files are named with their endings, as everywhere here.
  transpilePackages: ['@charmbills/charms'],
  // Its source is built with the rest: the condition `source` of tsconfig.json is unknown to Turbopack.
  turbopack: { resolveAlias: { '@charmbills/charms': '../packages/charms/src/index.ts' } },
  // Development builds and production builds side by side.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
};

export default config;
