import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { loadConfig, VARIABLES } from '../../../backend/src/platform/config/config.ts';
import { composeErrors } from './testing/compose-schema.ts';
import { textOf, yamlOf } from './testing/files.ts';

/** What nobody but the person who deploys can say. */
const YOURS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgresql://localhost/charmbills',
  PUBLIC_URL: 'https://api.example.com',
  FRONTEND_URL: 'https://app.example.com',
  CORS_ORIGINS: 'https://app.example.com',
  RPC_URL: 'https://bitcoin.example.com',
};
/** What is for the platform, for Node or for the driver of PostgreSQL. */
const NOT_OURS = ['PGSSLMODE', 'NODE_OPTIONS'];
const isKnown = (name: string) => VARIABLES.includes(name) || NOT_OURS.includes(name);

describe('Heroku', () => {
  const { env } = JSON.parse(textOf('app.json')) as {
    env: Record<string, { value?: string; generator?: string; description?: string }>;
  };

  test('app.json sets variables that are read, and with what only you know it is a whole configuration', () => {
    expect(Object.keys(env).filter((name) => !isKnown(name))).toEqual([]);
    const given = Object.entries(env).map(([name, { value, generator }]) => [
      name,
      value ?? (generator === 'secret' ? 'x'.repeat(64) : YOURS[name]),
    ]);
    expect(loadConfig({ ...YOURS, ...Object.fromEntries(given) })).toMatchObject({
      NODE_ENV: 'production',
      TRUST_PROXY: true,
      MIGRATE_ON_START: false,
    });
  });

  test('every process of the Procfile is one that run.sh knows', () => {
    const types = [...textOf('Procfile').matchAll(/^(\w+): sh ops\/deploy\/heroku\/run\.sh (\w+)$/gm)];
    expect(types.map(([, type]) => type)).toEqual(['release', 'web', 'worker']);
    for (const [, type, argument] of types) {
      expect(argument).toBe(type);
      expect(textOf('ops/deploy/heroku/run.sh')).toContain(`'backend ${type}')`);
    }
  });

  test('PGSSLMODE reaches the driver, so that a certificate of the platform’s own is taken', () => {
    const before = process.env.PGSSLMODE;
    process.env.PGSSLMODE = env.PGSSLMODE?.value;
    try {
      const client = new pg.Client({ connectionString: 'postgresql://user:word@db.example/name' });
      expect(client.ssl).toEqual({ rejectUnauthorized: false });
    } finally {
      if (before === undefined) delete process.env.PGSSLMODE;
      else process.env.PGSSLMODE = before;
    }
  });
});

interface Component {
  readonly name: string;
  readonly dockerfile_path?: string;
  readonly envs?: readonly { readonly key: string; readonly value: string; readonly type?: string }[];
}

describe('DigitalOcean', () => {
  const app = yamlOf<{
    jobs: readonly Component[];
    services: readonly Component[];
    workers: readonly Component[];
    ingress: { rules: readonly { component: { name: string } }[] };
  }>('.do/app.yaml');
  const components = [...app.jobs, ...app.services, ...app.workers];
  const backend = components.filter(({ dockerfile_path: path }) => path === 'backend/Dockerfile');

  test('the backend is given a whole configuration', () => {
    expect(backend.map(({ name }) => name)).toEqual(['migrate', 'api', 'worker']);
    for (const { name, envs = [] } of backend) {
      expect(envs.map(({ key }) => key).filter((key) => !isKnown(key))).toEqual([]);
      if (name === 'migrate') continue;
      const given = envs.map(({ key, value, type }) => [
        key,
        type === 'SECRET' ? 'x'.repeat(64) : value.replaceAll(/\$\{db\.PORT\}/g, '5432'),
      ]);
      expect(loadConfig(Object.fromEntries(given)).ROLE).toBe(name);
    }
  });

  test('no secret stands in the file', () => {
    for (const { envs = [] } of components) {
      for (const { key, type, value } of envs) {
        const isSecret = /SECRET|PASSWORD|_KEY$|TOKEN/.test(key);
        expect([key, type === 'SECRET']).toEqual([key, isSecret]);
        if (isSecret) expect(value).toBe('change-me');
      }
    }
  });

  test('what is reached from outside is there', () => {
    for (const { component } of app.ingress.rules) {
      expect(components.map(({ name }) => name)).toContain(component.name);
    }
  });
});

describe('Elastic Beanstalk', () => {
  const COMPOSE = 'ops/deploy/elastic-beanstalk/docker-compose.yml';
  const { services } = yamlOf<{
    services: Record<string, { image: string; ports?: string[]; environment?: Record<string, string> }>;
  }>(COMPOSE);

  test('its compose file is what the Compose specification describes', () => {
    expect(composeErrors(COMPOSE)).toEqual([]);
  });

  test('the backend is given variables that it reads, and only nginx is reached', () => {
    for (const name of ['backend-api', 'backend-worker', 'migrate']) {
      expect(Object.keys(services[name]?.environment ?? {}).filter((each) => !isKnown(each))).toEqual([]);
    }
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['nginx']);
  });

  test('its options are YAML', () => {
    const options = yamlOf<{ option_settings: object }>(
      'ops/deploy/elastic-beanstalk/.ebextensions/charmbills.config',
    );
    expect(Object.keys(options.option_settings).length).toBeGreaterThan(3);
  });
});
