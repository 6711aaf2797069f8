import { textOf } from './files.ts';

const rules = textOf('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const body = line
      .replace(/^!/, '')
      .replace(/[.+]/g, '\\$&')
      .replaceAll('**/', '(?:.*/)?')
      .replace(/(?<![.)])\*/g, '[^/]*');
    return { keeps: line.startsWith('!'), pattern: new RegExp(`^${body}(?:/|$)`) };
  });

/** Whether .dockerignore leaves a path of the repository out of what images are built from: the last pattern decides. */
export function isIgnored(path: string): boolean {
  return rules.reduce((ignored, { keeps, pattern }) => (pattern.test(path) ? !keeps : ignored), false);
}
