import { readFileSync } from 'node:fs';

const SUFFIX = '_FILE';

export interface ReadEnvironment {
  readonly env: NodeJS.ProcessEnv;
  /** One line each, with the variable's name and nothing of what the file holds. */
  readonly problems: readonly string[];
}

/**
 * Takes what stands in a file for each variable that is given as one: `JWT_SECRET_FILE=/run/secrets/jwt_secret` says
 * where JWT_SECRET stands, so that a secret is neither in the environment of a process nor in a container's
 * description. Line ends after the value do not belong to it; an empty file counts as unset, as an empty value does.
 * @param names the variables that may be given so; one whose own name ends in _FILE stays what it is
 */
export function readSecretFiles(env: NodeJS.ProcessEnv, names: readonly string[]): ReadEnvironment {
  const read: NodeJS.ProcessEnv = { ...env };
  const problems: string[] = [];
  for (const name of names) {
    const fileVariable = `${name}${SUFFIX}`;
    const path = env[fileVariable];
    if (!path || names.includes(fileVariable)) continue;
    if (env[name]) {
      problems.push(`${fileVariable}: ${name} is set too; set one of them`);
      continue;
    }
    try {
      read[name] = readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      problems.push(`${fileVariable}: ${path} cannot be read (${code ?? 'unknown reason'})`);
    }
  }
  return { env: read, problems };
}
