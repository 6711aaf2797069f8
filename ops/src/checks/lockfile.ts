import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with package-lock.json. It names versions and hashes, never a host: every registry and mirror serves
 * the same bytes. And it names the binaries of every platform: npm leaves out those that the registry at hand does not
 * have, after which `npm ci` refuses the lockfile here and other platforms install without them.
 */
export function checkLockfile(): string[] {
  return problemsOfLockfile(readFileSync('package-lock.json', 'utf8'));
}

/** @param text the content of a lockfile of version 3 */
export function problemsOfLockfile(text: string): string[] {
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  const problems = Object.values(packages).some(({ resolved }) => resolved?.startsWith('http'))
    ? ['package-lock.json records download addresses']
    : [];
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!folders(path).some((folder) => Object.hasOwn(packages, `${folder}node_modules/${name}`)))
        problems.push(`package-lock.json lacks ${name} ${version}, which ${path} has for some platform`);
    }
  }
  return problems;
}

/** Where Node looks for what a package asks for: in its own folder and all those around it. */
function folders(path: string): string[] {
  const names = path.split('/');
  return ['', ...names.map((_, index) => `${names.slice(0, index + 1).join('/')}/`)];
}
