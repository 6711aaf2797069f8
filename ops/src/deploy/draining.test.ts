import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../stack/root.ts';
import { textOf, yamlOf } from './testing/files.ts';

/** What a process takes to end at most, beside the time it drains: backend/src/main.ts. */
const ENDING_SECONDS = 15;
/** After SIGTERM, and not ours to say: Heroku kills a dyno then. */
const HEROKU_SECONDS = 30;

/** How an api process of each deployment ends: seconds that it drains, and after which it is killed. */
interface Ending {
  readonly drains: number;
  readonly killedAfter: number;
  /** Of nginx before it; none where the platform has a proxy of its own. */
  readonly template?: 'charmbills' | 'behind-balancer';
  /** What nginx is told of the processes, `server …;` each. */
  readonly upstream?: string;
}

function ofCompose(path: string, template: NonNullable<Ending['template']>): Ending {
  const { services } = yamlOf<{
    services: Record<string, { environment?: Record<string, string>; stop_grace_period?: string }>;
  }>(path);
  const api = services['backend-api'];
  return {
    drains: Number(api?.environment?.DRAIN_SECONDS),
    killedAfter: Number(/^(\d+)s$/.exec(api?.stop_grace_period ?? '')?.[1]),
    template,
    upstream: services.nginx?.environment?.API_UPSTREAM ?? '',
  };
}

/** What is said where nginx is set up by hand. */
function upstreamByHand(): string {
  return /API_UPSTREAM='(.*)'/.exec(textOf('docs/deploy/nginx.md'))?.[1] ?? '';
}

function ofSystemd(): Ending {
  const unit = textOf('ops/deploy/systemd/charmbills-api@.service');
  return {
    drains: Number(/^Environment=.*\bDRAIN_SECONDS=(\d+)/m.exec(unit)?.[1]),
    killedAfter: Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]),
    template: 'charmbills',
    upstream: upstreamByHand(),
  };
}

function ofPm2(): Ending {
  const { apps } = createRequire(import.meta.url)(join(ROOT, 'ops/deploy/pm2/ecosystem.config.cjs')) as {
    apps: readonly { env: Readonly<Record<string, string>>; kill_timeout?: number }[];
  };
  const apis = apps.filter(({ env }) => env.ROLE === 'api');
  return {
    drains: Math.min(...apis.map(({ env }) => Number(env.DRAIN_SECONDS))),
    killedAfter: Math.min(...apis.map(({ kill_timeout: ms }) => Number(ms) / 1_000)),
    template: 'charmbills',
    upstream: upstreamByHand(),
  };
}

function ofHeroku(): Ending {
  const { env } = JSON.parse(textOf('app.json')) as { env: Record<string, { value?: string }> };
  return { drains: Number(env.DRAIN_SECONDS?.value), killedAfter: HEROKU_SECONDS };
}

function ofDigitalOcean(): Ending {
  const { services } = yamlOf<{
    services: readonly {
      name: string;
      termination?: { grace_period_seconds: number };
      envs: readonly { key: string; value: string }[];
    }[];
  }>('.do/app.yaml');
  const api = services.find(({ name }) => name === 'api');
  return {
    drains: Number(api?.envs.find(({ key }) => key === 'DRAIN_SECONDS')?.value),
    killedAfter: Number(api?.termination?.grace_period_seconds),
  };
}

const DEPLOYMENTS: readonly (readonly [string, Ending])[] = [
  ['Docker Compose', ofCompose('docker-compose.yml', 'charmbills')],
  ['Elastic Beanstalk', ofCompose('ops/deploy/elastic-beanstalk/docker-compose.yml', 'behind-balancer')],
  ['systemd', ofSystemd()],
  ['PM2', ofPm2()],
  ['Heroku', ofHeroku()],
  ['DigitalOcean', ofDigitalOcean()],
];

/** Seconds for which nginx keeps an idle connection to each upstream. */
function keptFor(template: string): Readonly<Record<string, number>> {
  const text = textOf(`ops/deploy/nginx/${template}.conf.template`);
  const upstreams = [...text.matchAll(/^upstream (\w+) \{(.*?)^\}/gms)];
  return Object.fromEntries(
    upstreams.map(([, name = '', block = '']) => [
      name,
      Number(/^ {2}keepalive_timeout (\d+)s;$/m.exec(block)?.[1]),
    ]),
  );
}

describe.each(DEPLOYMENTS)('an api process under %s', (_, { drains, killedAfter, template, upstream }) => {
  test('is not killed before it has drained and finished what it does', () => {
    expect(drains).toBeGreaterThan(0);
    expect(killedAfter - drains).toBeGreaterThanOrEqual(ENDING_SECONDS);
  });

  test.skipIf(template === undefined)('drains for longer than nginx keeps an idle connection to it', () => {
    expect(keptFor(template ?? '').charmbills_api).toBeLessThan(drains);
  });

  test.skipIf(upstream === undefined)(
    'drains until nginx asks the one again that was restarted before it',
    () => {
      const servers = (upstream ?? '').split(';').filter((each) => each.trim() !== '');
      expect(servers.length).toBeGreaterThan(0);
      for (const server of servers) {
        expect(Number(/\bfail_timeout=(\d+)s\b/.exec(server)?.[1])).toBeLessThan(drains);
      }
    },
  );
});

test.each(['charmbills', 'behind-balancer'])(
  '%s lets go of a connection to the pages before Node.js does, which is after 5 seconds',
  (template) => {
    expect(keptFor(template).charmbills_app).toBeLessThan(5);
  },
);
