import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { yamlOf } from './files.ts';

/** What is wrong with a Compose file by the schema of the Compose specification, as a linter of such files ships it. */
export function composeErrors(path: string): readonly ErrorObject[] {
  const linter = dirname(fileURLToPath(import.meta.resolve('dclint/package.json')));
  const text = readFileSync(join(linter, 'schemas/compose.schema.json'), 'utf8');
  const schema = JSON.parse(text, (key, value: unknown) => (key === '$schema' ? undefined : value)) as object;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('duration', true);
  const valid = ajv.compile(schema);
  valid(yamlOf(path));
  return valid.errors ?? [];
}
