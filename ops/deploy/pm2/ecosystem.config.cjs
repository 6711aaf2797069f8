/**
 * PM2 on one machine: `pm2 start ops/deploy/pm2/ecosystem.config.cjs` from the repository's root, after
 * `npm run db:migrate:prod`. Each process has a port of its own, for nginx and for health checks; settings come from the
 * environment that PM2 is started with, or from .env.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '../../..');
const ENV_FILE = join(ROOT, '.env');
const SECONDS = 1_000;

/** One process of the backend. */
function backend(role, port) {
  return {
    name: `charmbills-${role}-${port}`,
    cwd: ROOT,
    script: 'backend/dist/main.js',
    interpreter: join(ROOT, 'node_modules/.bin/node'),
    node_args: [
      '--enable-source-maps',
      '--max-old-space-size=768',
      ...(existsSync(ENV_FILE) ? [`--env-file=${ENV_FILE}`] : []),
    ],
    env: {
      NODE_ENV: 'production',
      ROLE: role,
      PORT: String(port),
      MIGRATE_ON_START: 'false',
      // More than keepalive_timeout of the upstream in ops/deploy/nginx.
      ...(role === 'api' ? { DRAIN_SECONDS: '10' } : {}),
    },
    exec_mode: 'fork',
    // The backend finishes what it does within 15 seconds and DRAIN_SECONDS.
    kill_timeout: 40 * SECONDS,
    max_memory_restart: '1G',
    exp_backoff_restart_delay: 200,
    // A configuration that cannot be used does not become better by starting again.
    stop_exit_codes: [78],
    merge_logs: true,
    time: false,
  };
}

module.exports = {
  apps: [
    backend('api', 3002),
    backend('api', 3012),
    backend('worker', 3102),
    backend('worker', 3112),
    {
      name: 'charmbills-frontend',
      cwd: join(ROOT, 'frontend/dist/server'),
      script: 'frontend/server.js',
      interpreter: join(ROOT, 'node_modules/.bin/node'),
      node_args: existsSync(ENV_FILE) ? [`--env-file=${ENV_FILE}`] : [],
      env: { NODE_ENV: 'production', PORT: '3000', HOSTNAME: '127.0.0.1' },
      exec_mode: 'fork',
      max_memory_restart: '512M',
      exp_backoff_restart_delay: 200,
    },
  ],
};
