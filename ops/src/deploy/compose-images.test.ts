import { expect, test } from 'vitest';
import { textOf, yamlOf } from './testing/files.ts';

interface Service {
  readonly user?: string;
  readonly build?: { readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

const { services } = yamlOf<{ services: Readonly<Record<string, Service>> }>('docker-compose.yml');
const environmentOf = (name: string) => services[name]?.environment ?? {};
/** The last word of an instruction of the image that a service is built from. */
const inImage = (name: string, instruction: string) =>
  textOf(services[name]?.build?.dockerfile ?? '')
    .split('\n')
    .findLast((line) => line.startsWith(`${instruction} `))
    ?.split(' ')
    .at(-1);
const PORTS = {
  'backend-api': inImage('backend-api', 'EXPOSE'),
  frontend: inImage('frontend', 'EXPOSE'),
  'dev-prover': inImage('dev-prover', 'EXPOSE'),
} as const;

test('images listen where they say that they do', () => {
  expect(PORTS).toEqual({ 'backend-api': '3002', frontend: '3000', 'dev-prover': '8080' });
  for (const [name, port] of Object.entries(PORTS)) {
    const image = textOf(services[name]?.build?.dockerfile ?? '');
    expect([name, /^ENV .*\b(?:PROVER_)?PORT=(\d+)/m.exec(image)?.[1]]).toEqual([name, port]);
  }
});

test('whoever asks another asks at the port at which it listens', () => {
  expect(environmentOf('backend-api').PORT).toBe(PORTS['backend-api']);
  expect(environmentOf('frontend').API_URL).toBe(`http://backend-api:${PORTS['backend-api']}`);
  expect(environmentOf('nginx').API_UPSTREAM).toMatch(
    new RegExp(`^server backend-api:${PORTS['backend-api']} `),
  );
  expect(environmentOf('nginx').APP_UPSTREAM).toBe(`server frontend:${PORTS.frontend};`);
  const text = `${textOf('docker-compose.yml')}\n${textOf('docs/deploy/docker-compose.md')}`;
  for (const [, port] of text.matchAll(/http:\/\/dev-prover:(\d+)/g)) expect(port).toBe(PORTS['dev-prover']);
  const { scrape_configs: jobs } = yamlOf<{
    scrape_configs: readonly { dns_sd_configs?: readonly { names: readonly string[]; port: number }[] }[];
  }>('ops/deploy/prometheus/prometheus.yml');
  const [scraped] = jobs.flatMap((job) => job.dns_sd_configs ?? []);
  expect(scraped).toMatchObject({
    names: ['backend-api', 'backend-worker'],
    port: Number(PORTS['backend-api']),
  });
  for (const name of scraped?.names ?? []) expect(services).toHaveProperty([name]);
});

test('the node is asked where its configuration has it answer', () => {
  const configuration = textOf('ops/deploy/bitcoind/bitcoin.conf');
  const { RPC_URL, ZMQ_BLOCK_URL, ZMQ_TX_URL } = environmentOf('backend-worker');
  expect(configuration).toMatch(new RegExp(`^rpcport=${new URL(RPC_URL ?? '').port}$`, 'm'));
  for (const [topic, url] of [
    ['hashblock', ZMQ_BLOCK_URL],
    ['rawtx', ZMQ_TX_URL],
  ])
    expect(configuration).toMatch(
      new RegExp(`^zmqpub${topic}=tcp://[\\d.]+:${new URL(url ?? '').port}$`, 'm'),
    );
});

test('nginx publishes and checks the ports on which it listens', () => {
  const { HTTP_PORT, HTTPS_PORT } = environmentOf('nginx');
  expect(services.nginx?.ports).toEqual([`80:${HTTP_PORT}`, `443:${HTTPS_PORT}`]);
  expect(services.nginx?.healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:${HTTP_PORT}/`);
});

test('what the pages keep for a while lies where their server looks, and may be written', () => {
  const image = textOf('frontend/Dockerfile');
  const command = /^CMD \["node", "(\S+)\/server\.js"\]/m.exec(image)?.[1];
  const cache = services.frontend?.tmpfs?.find((each) => each.includes('.next/cache'));
  expect(cache).toMatch(new RegExp(`^${inImage('frontend', 'WORKDIR')}/${command}/\\.next/cache:uid=1000,`));
});

test('backups and the archive lie in the volume that PostgreSQL and the tools share', () => {
  const image = textOf('ops/deploy/postgres/Dockerfile');
  const [, program] = /^archive_command = '(\S+) archive-wal "%p"'$/m.exec(
    textOf('ops/deploy/postgres/postgresql.conf'),
  ) ?? [undefined, ''];
  const [, tools] = /^COPY --from=tools (\S+) \1$/m.exec(image) ?? [];
  expect(program).toBe(`${tools}/ops/bin/charmbills-ops`);
  for (const name of ['postgres', 'ops', 'backup']) {
    const { BACKUP_DIR, BACKUP_PUBLIC_KEY, BACKUP_SIGNING_KEY_FILE } = environmentOf(name);
    expect(services[name]?.volumes).toContain(`backups:${BACKUP_DIR}`);
    expect(image).toContain(`install -d -o postgres -g postgres -m 0700 ${BACKUP_DIR}\n`);
    expect([BACKUP_PUBLIC_KEY, BACKUP_SIGNING_KEY_FILE]).not.toContain(undefined);
    expect(services[name]?.user).toBe('999:999');
  }
});
