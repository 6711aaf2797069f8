import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../stack/root.ts';
import { isIgnored } from './testing/build-context.ts';
import { textOf } from './testing/files.ts';

const DOCKERFILES = globSync(['*/Dockerfile', 'ops/deploy/**/Dockerfile'], { cwd: ROOT });
const packageJson = JSON.parse(textOf('package.json')) as {
  dependencies: { node: string };
  workspaces: readonly string[];
};

describe.each(DOCKERFILES)('%s', (path) => {
  const dockerfile = DockerfileParser.parse(textOf(path));
  const instructions = dockerfile.getInstructions();
  const lastStage = instructions.slice(instructions.findLastIndex((each) => each.getKeyword() === 'FROM'));
  const last = (keyword: string) =>
    lastStage.findLast((each) => each.getKeyword() === keyword)?.getArgumentsContent() ?? undefined;

  test('starts from images of one version', () => {
    const stages = dockerfile.getFROMs().map((from) => from.getBuildStage());
    const images = dockerfile.getFROMs().map((from) => from.getImage() ?? '');
    for (const image of images.filter((each) => !stages.includes(each))) {
      expect(image).toMatch(/^(node:\d+\.\d+\.\d+-\w+-slim|postgres:\d+\.\d+-\w+|debian:bookworm-slim)$/);
    }
  });

  test('runs the Node.js that everything else is pinned to', () => {
    for (const [, version] of textOf(path).matchAll(/node:(\d+\.\d+\.\d+)/g)) {
      expect(version).toBe(packageJson.dependencies.node);
    }
  });

  test('ends as a user without rights, and says how to tell that it is well', () => {
    expect(last('USER')).toMatch(/^(node|postgres|bitcoin)$/);
    expect(last('HEALTHCHECK')).toMatch(/CMD \[/);
  });

  test('has no shell between the process and the signal that stops it', () => {
    for (const keyword of ['CMD', 'ENTRYPOINT']) expect(last(keyword) ?? '[').toMatch(/^\[/);
  });

  test('copies what there is, and adds nothing from elsewhere', () => {
    expect(instructions.filter((each) => each.getKeyword() === 'ADD')).toEqual([]);
    for (const copy of dockerfile.getCOPYs()) {
      if (copy.getFromFlag() !== null) continue;
      const sources = copy.getArguments().slice(0, -1);
      for (const source of sources) {
        expect([path, existsSync(join(ROOT, source.getValue()))]).toEqual([path, true]);
      }
    }
  });

  test('keeps secrets out of the image', () => {
    expect(textOf(path)).not.toMatch(/^(ARG|ENV) .*(PASSWORD|SECRET|TOKEN|PRIVATE)/m);
  });
});

test('the backend’s image knows every workspace that the lockfile knows', () => {
  const workspaces = globSync([...packageJson.workspaces], { cwd: ROOT }).filter((folder) =>
    existsSync(join(ROOT, folder, 'package.json')),
  );
  for (const workspace of workspaces) {
    expect(textOf('backend/Dockerfile')).toContain(`COPY ${workspace}/package.json ${workspace}/`);
  }
});

test('what the images copy is sent to be built', () => {
  expect(
    ['backend/src/main.ts', 'package.json', 'e2e/api/x.ts', 'a/node_modules', '.env'].map(isIgnored),
  ).toEqual([false, false, true, true, true]);
  for (const path of DOCKERFILES) {
    const copies = DockerfileParser.parse(textOf(path)).getCOPYs();
    const sources = copies
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) =>
        copy
          .getArguments()
          .slice(0, -1)
          .map((source) => source.getValue()),
      );
    expect([path, sources.filter(isIgnored)]).toEqual([path, []]);
  }
});

test('nothing secret and nothing large is sent to be built', () => {
  const ignored = textOf('.dockerignore').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.git', '.env', '.data', 'secrets', '**/node_modules']));
});
