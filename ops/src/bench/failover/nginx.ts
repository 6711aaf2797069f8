import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from '../../stack/child.ts';
import { provisionProgram } from '../../stack/debian/index.ts';

/**
 * nginx before two processes of the API, as in production: kept connections, a process that refuses connections left out
 * for a moment, and requests sent anew only where none of them had left. Connections are kept for less time than a process
 * drains: so nginx, and not the process, closes those that are idle, and no request meets a closed one.
 */
const configuration = (folder: string, port: number, apis: readonly number[]) => `
worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream api {
    ${apis.map((api) => `server 127.0.0.1:${api} max_fails=1 fail_timeout=1s;`).join(' ')}
    keepalive 32; keepalive_timeout 2s;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://api; proxy_http_version 1.1; proxy_connect_timeout 2s; proxy_read_timeout 60s;
      proxy_next_upstream error timeout; proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
    }
  }
}
`;

/** @throws Error where there is no nginx and none can be fetched */
export async function startNginx(folder: string, port: number, apis: readonly number[]): Promise<Child> {
  const nginx = await provisionProgram('nginx');
  await mkdir(folder);
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, apis));
  return startChild({
    name: 'nginx',
    command: nginx.command,
    args: [...nginx.args, '-p', folder, '-c', file, '-e', join(folder, 'start.log')],
  });
}
