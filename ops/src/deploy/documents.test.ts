import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../stack/root.ts';
import { textOf, yamlOf } from './testing/files.ts';

const PAGES = globSync(['docs/operations/*.md', 'docs/deploy/*.md'], { cwd: ROOT });
const SCRIPTS = Object.keys((JSON.parse(textOf('package.json')) as { scripts: object }).scripts);
const COMMANDS = new Set(
  [...textOf('ops/src/cli/ops.ts').matchAll(/^ {2}'?([a-z-]+)'?: \(\) => import/gm)].map(([, name]) => name),
);
const SERVICES = Object.keys(yamlOf<{ services: object }>('docker-compose.yml').services);
/** Names in capitals that mean something: in settings, compose files, units, or of programs around the product. */
const SETTINGS = [
  ...globSync('ops/src/**/*.ts', { cwd: ROOT, exclude: (path) => path.endsWith('.test.ts') }),
  '.env.example',
  'docker-compose.yml',
  'ops/deploy/make-secrets.sh',
  'ops/deploy/elastic-beanstalk/docker-compose.yml',
  'ops/deploy/heroku/run.sh',
  'ops/deploy/nginx/charmbills.conf.template',
  'app.json',
  'backend/schema.graphql',
  'backend/src/platform/errors/error-table.ts',
]
  .map(textOf)
  .join('\n');
const OF_OTHERS = [
  'NODE_EXTRA_CA_CERTS',
  'CHARMS_FEE_SETTINGS',
  'NPM_CONFIG_PRODUCTION',
  'NAME_FILE',
  'REDIS_URL',
];
const SCHEMA = textOf('backend/schema.graphql');
/** Words with an inner capital that are no operation: fields of logs and of legacy documents. */
const NO_OPERATION = ['requestId', 'jobId', 'userId'];

function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

test.each(PAGES)('%s links to what there is', (page) => {
  const links = [...textOf(page).matchAll(/\]\(((?!https?:)[^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(PAGES)('%s names commands that there are', (page) => {
  const text = textOf(page);
  const scripts = [...text.matchAll(/npm run (?:-s )?([a-z:]+)(?![a-z:])(?! -w)/g)].map(
    ([, script]) => script,
  );
  expect(scripts.filter((script) => !SCRIPTS.includes(script ?? ''))).toEqual([]);
  const commands = [...text.matchAll(/(?:run -s ops -- |charmbills-ops | ops )([a-z][a-z-]+)(?=[\s`])/g)].map(
    ([, command]) => command,
  );
  expect(commands.filter((command) => !COMMANDS.has(command))).toEqual([]);
});

test.each(PAGES)('%s names services of the compose file', (page) => {
  const used = [
    ...textOf(page).matchAll(
      /docker compose (?:exec|restart|stop|logs|ps)((?: -{1,2}[\w-]+(?: \d\w*)?)*) ([a-z][a-z-]+)/g,
    ),
  ];
  expect(used.map(([, , service]) => service).filter((service) => !SERVICES.includes(service ?? ''))).toEqual(
    [],
  );
});

test.each(PAGES)('%s names settings, states and errors that there are', (page) => {
  const names = [...textOf(page).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(
    ([, name = '']) => name,
  );
  const known = (name: string) =>
    OF_OTHERS.includes(name) || SETTINGS.includes(name) || SETTINGS.includes(name.replace(/_FILE$/, ''));
  expect(names.filter((name) => !known(name))).toEqual([]);
});

test.each(PAGES)('%s names operations of the API', (page) => {
  const names = [...textOf(page).matchAll(/`([a-z]+[A-Z][A-Za-z]+)(?:\([^`]*\))?`/g)].map(
    ([, name = '']) => name,
  );
  const unknown = names.filter(
    (name) => !NO_OPERATION.includes(name) && !new RegExp(`\\b${name}\\b`).test(SCHEMA),
  );
  expect(unknown).toEqual([]);
});
