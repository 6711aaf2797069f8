import { execFile } from 'node:child_process';
import { cp, mkdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DockerfileParser } from 'dockerfile-ast';
import { ROOT } from '../../stack/root.ts';
import { isIgnored } from './build-context.ts';
import { textOf } from './files.ts';

/** What an image starts with. */
export interface Image {
  /** The folder that stands for its root. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

interface Step {
  /** The folder that stands for WORKDIR. */
  readonly cwd: string;
  readonly line: string;
}

/**
 * Carries out a Dockerfile without an engine: each stage in a folder of its own below `folder`, with what
 * .dockerignore lets through. Its base images are what this machine has, so programs are run with absolute paths of
 * this machine: RUN may name nothing but what lies below WORKDIR.
 * @param replace runs a line in another way, where it answers true
 * @throws Error for an instruction that it does not know, a source that there is not, or a command that fails
 */
export async function carryOut(
  path: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  replace: (step: Step) => Promise<boolean>,
): Promise<Image> {
  const roots = new Map<string, string>();
  let image: Image = { root: '', workdir: '/', env: {}, user: undefined, command: [], healthcheck: [] };
  const dockerfile = DockerfileParser.parse(textOf(path));
  const sources = new Map(
    dockerfile.getCOPYs().map((each) => [each.getRange().start.line, each.getFromFlag()?.getValue()]),
  );
  for (const instruction of dockerfile.getInstructions()) {
    const words = instruction.getArguments().map((each) => each.getValue());
    const rest = instruction.getArgumentsContent() ?? '';
    const cwd = join(image.root, image.workdir);
    switch (instruction.getKeyword()) {
      case 'FROM': {
        const root = join(folder, words[2] ?? 'final');
        roots.set(words[2] ?? 'final', root);
        image = { ...image, root, workdir: '/', env: {}, user: undefined };
        break;
      }
      case 'WORKDIR':
        image = { ...image, workdir: resolve(image.workdir, words[0] ?? '') };
        await mkdir(join(image.root, image.workdir), { recursive: true });
        break;
      case 'ENV':
        image = {
          ...image,
          env: { ...image.env, ...Object.fromEntries(words.map((word) => word.split('=', 2))) },
        };
        break;
      case 'COPY': {
        const from = sources.get(instruction.getRange().start.line) ?? undefined;
        const root = from === undefined ? ROOT : roots.get(from);
        if (root === undefined) throw new Error(`${path}: there is no stage ${from}`);
        await copy(root, from === undefined, words, cwd);
        break;
      }
      case 'RUN':
        if (!(await replace({ cwd, line: rest })))
          await promisify(execFile)('sh', ['-c', rest], {
            cwd,
            env: { ...env, ...image.env },
            maxBuffer: 64e6,
          });
        break;
      case 'USER':
        image = { ...image, user: words[0] };
        break;
      case 'CMD':
        image = { ...image, command: JSON.parse(rest) as string[] };
        break;
      case 'HEALTHCHECK':
        image = { ...image, healthcheck: JSON.parse(rest.slice(rest.indexOf('['))) as string[] };
        break;
      case 'EXPOSE':
      case 'STOPSIGNAL':
        break;
      default:
        throw new Error(`${path}: ${instruction.getKeyword()} is not understood`);
    }
  }
  return image;
}

/** As COPY does: the content of a folder, a file into a folder, or a file under a name. */
async function copy(root: string, filtered: boolean, words: readonly string[], cwd: string): Promise<void> {
  const target = words.at(-1) ?? '.';
  const to = target.startsWith('/') ? target : join(cwd, target);
  for (const word of words.slice(0, -1)) {
    const source = join(root, word);
    const isFolder = (await stat(source)).isDirectory();
    const into = isFolder || !(target.endsWith('/') || target === '.') ? to : join(to, basename(source));
    await cp(source, into, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (each) => !filtered || each === root || !isIgnored(relative(root, each)),
    });
  }
}
