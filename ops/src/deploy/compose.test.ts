import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VARIABLES } from '../../../backend/src/platform/config/config.ts';
import { ROOT } from '../stack/root.ts';
import { composeErrors } from './testing/compose-schema.ts';
import { textOf, yamlOf } from './testing/files.ts';

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | { readonly source: string })[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly build?: { readonly dockerfile: string };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly resources?: { readonly limits?: Readonly<Record<string, string>> } };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const COMPOSE = 'docker-compose.yml';
const { services, networks, volumes, secrets } = yamlOf<Compose>(COMPOSE);
const each = Object.entries(services);
const sourceOf = (secret: string | { readonly source: string }) =>
  typeof secret === 'string' ? secret : secret.source;

test('it is what the Compose specification describes', () => {
  expect(composeErrors(COMPOSE)).toEqual([]);
});

test.each(each)('%s has no rights that it does not need', (_, service) => {
  expect(service).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  });
  expect([service.privileged, service.cap_add]).toEqual([undefined, undefined]);
  expect(service.user).toMatch(/^[1-9]\d*:\d+$/);
});

test.each(each)('%s has limits, and says whether it is well', (name, { deploy, healthcheck, build }) => {
  expect(deploy?.resources?.limits).toMatchObject({
    cpus: expect.any(String),
    memory: expect.stringMatching(/^\d+[mg]$/),
  });
  const runsOnce = ['migrate', 'ops', 'backup'].includes(name);
  const checkedByImage = build !== undefined && textOf(build.dockerfile).includes('HEALTHCHECK');
  expect(runsOnce || healthcheck !== undefined || checkedByImage).toBe(true);
});

test.each(each)('the image of %s is of one version', (_, { image }) => {
  const [, given = image] = /^\$\{\w+:-(.+)\}$/.exec(image) ?? [];
  expect(given).toMatch(/^[\w./-]+:(local|v?\d+\.\d+(\.\d+)?(-\w+)?)$/);
});

test.each(each)('%s names what there is: files, volumes, networks, secrets, services', (_, service) => {
  for (const volume of service.volumes ?? []) {
    const [source = ''] = volume.split(':');
    if (source.startsWith('./')) expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
    else if (!source.startsWith('/')) expect(Object.keys(volumes)).toContain(source);
  }
  for (const network of service.networks ?? []) expect(Object.keys(networks)).toContain(network);
  for (const secret of service.secrets ?? []) expect(Object.keys(secrets)).toContain(sourceOf(secret));
  for (const needed of Object.keys(service.depends_on ?? {})) expect(Object.keys(services)).toContain(needed);
  if (service.build) expect(existsSync(join(ROOT, service.build.dockerfile))).toBe(true);
});

test.each(each)('a secret of %s is read from the file it is given', (_, service) => {
  const given = new Set((service.secrets ?? []).map(sourceOf));
  for (const [name, value] of Object.entries(service.environment ?? {})) {
    const [, secret] = /^\/run\/secrets\/(\w+)$/.exec(String(value)) ?? [];
    if (secret !== undefined) expect([name, given.has(secret)]).toEqual([name, true]);
    expect(name).not.toMatch(/^(?!NEXT_PUBLIC).*(PASSWORD|SECRET|_TOKEN)=.+/);
  }
});

test('only nginx is reached from outside this machine, and data never reaches the internet', () => {
  const published = each.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port] as const));
  const open = published.filter(([, port]) => !port.startsWith('127.0.0.1:'));
  expect(new Set(open.map(([name]) => name))).toEqual(new Set(['nginx']));
  expect(Object.entries(networks).filter(([, network]) => network.internal !== true)).toEqual([
    ['outbound', {}],
  ]);
  for (const name of ['postgres', 'redis']) expect(services[name]?.networks).toEqual(['data']);
});

test.each(['backend-api', 'backend-worker', 'migrate'])(
  '%s is given variables that the backend reads',
  (name) => {
    const known = new Set([...VARIABLES, ...VARIABLES.map((variable) => `${variable}_FILE`), 'NODE_OPTIONS']);
    const unknown = Object.keys(services[name]?.environment ?? {}).filter((variable) => !known.has(variable));
    expect(unknown).toEqual([]);
  },
);

test.each(['backend-api', 'backend-worker'])(
  '%s takes from .env what differs between installations',
  (name) => {
    const { env_file: files, environment: fixed = {} } = services[name] ?? {};
    expect(files).toEqual([{ path: '.env', required: false }]);
    const free = VARIABLES.filter((variable) =>
      /^(RATE_LIMIT_STORE|SENTRY_|LOG_LEVEL|READ_REPLICA_MAX)/.test(variable),
    );
    expect(free.length).toBeGreaterThanOrEqual(5);
    expect(free.filter((variable) => variable in fixed)).toEqual([]);
    for (const secret of ['READ_REPLICA_URL', 'REDIS_URL', 'METRICS_TOKEN']) {
      expect(fixed).toMatchObject({
        [secret]: '',
        [`${secret}_FILE`]: `/run/secrets/${secret.toLowerCase()}`,
      });
    }
  },
);

test('every variable that it fills in is explained in .env.example', () => {
  const names = new Set([...textOf(COMPOSE).matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
  const explained = new Set(
    [...textOf('.env.example').matchAll(/^#([A-Z0-9_]+)=/gm)].map(([, name]) => name),
  );
  expect([...names].filter((name) => !explained.has(name))).toEqual([]);
});

test('migrations are over before the backend starts', () => {
  for (const name of ['backend-api', 'backend-worker']) {
    const { depends_on: needs, environment } = services[name] ?? {};
    expect(needs).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    expect(environment).toMatchObject({ MIGRATE_ON_START: 'false' });
  }
});

test('the development prover is there on regtest alone', () => {
  const withoutProfile = each.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
  expect(services['dev-prover']?.profiles).toEqual(['regtest']);
  expect(withoutProfile).toEqual(
    expect.arrayContaining(['postgres', 'redis', 'bitcoind', 'nginx', 'grafana']),
  );
  expect(withoutProfile).not.toContain('dev-prover');
});
