import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../stack/child.ts';
import { provisionProgram } from '../../stack/debian/index.ts';
import { freePort } from '../../stack/ports.ts';
import { ROOT } from '../../stack/root.ts';
import { runProgram } from '../../stack/run-program.ts';
import { textOf } from './files.ts';

const DEPLOY = join(ROOT, 'ops/deploy/nginx');
export const API_HOST = 'api.example.com';
export const APP_HOST = 'app.example.com';

export interface NginxFolder {
  readonly folder: string;
  readonly httpsPort: number;
  readonly httpPort: number;
  /** What `nginx -t` prints; throws with it where the configuration cannot be used. */
  check(): Promise<readonly string[]>;
  /** Runs it until stopped. */
  start(): Promise<{ stop(): Promise<unknown> }>;
  remove(): Promise<void>;
}

/**
 * The product's nginx configuration in a folder of its own, filled in as its image does it, with a certificate that
 * nobody trusts. Only where logs and temporary files go differs.
 */
export async function nginxFolder(
  upstreams: { api: string; app: string },
  template: 'charmbills' | 'behind-balancer' = 'charmbills',
): Promise<NginxFolder> {
  const nginx = await provisionProgram('nginx');
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-nginx-'));
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  for (const part of ['conf.d', 'tls', 'logs', 'temp']) await mkdir(join(folder, part));
  await cp(join(DEPLOY, 'charmbills'), join(folder, 'charmbills'), { recursive: true });
  await writeFile(join(folder, 'mime.types'), 'types { text/html html; }\n');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const places = temporary.map((name) => `${name}_temp_path ${folder}/temp/${name};`).join(' ');
  const frame = textOf('ops/deploy/nginx/nginx.conf')
    .replaceAll('/var/log/nginx/', `${folder}/logs/`)
    .replace('include conf.d', `${places}\n  include conf.d`);
  await writeFile(join(folder, 'nginx.conf'), frame);
  const values: Readonly<Record<string, string>> = {
    API_HOST,
    APP_HOST,
    API_UPSTREAM: upstreams.api,
    APP_UPSTREAM: upstreams.app,
    HTTP_PORT: String(httpPort),
    HTTPS_PORT: String(httpsPort),
  };
  await writeFile(join(folder, 'conf.d/charmbills.conf'), filledIn(template, values));
  await makeCertificate(join(folder, 'tls'));

  const args = [
    ...nginx.args,
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
    '-e',
    `${folder}/logs/start.log`,
  ];
  const pid = `pid ${folder}/nginx.pid;`;
  return {
    folder,
    httpPort,
    httpsPort,
    check: () => runProgram(nginx.command, [...args, '-t', '-g', pid]),
    start: () =>
      startChild({
        name: 'nginx',
        command: nginx.command,
        args: [...args, '-g', `daemon off; ${pid}`],
        stopSignal: 'SIGTERM',
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** As `envsubst` does it: only what is known is filled in, so that nginx's own variables stay. */
function filledIn(template: string, values: Readonly<Record<string, string>>): string {
  return textOf(`ops/deploy/nginx/${template}.conf.template`).replace(
    /\$\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

async function makeCertificate(folder: string): Promise<void> {
  const openssl = await provisionProgram('openssl');
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-days', '2', '-subj', `/CN=${API_HOST}`, '-config', '/dev/null'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  await runProgram(openssl.command, [...openssl.args, ...request, ...subject, ...files]);
}
