import type { Service } from './http/serve.ts';

/** What may be called from outside: an object's own methods and settings, by name. */
type Target = object;

/**
 * Lets another process move a simulator: `POST /<target>/<method>` with the arguments as a JSON array answers
 * what the method returns; `GET /<target>/<property>` answers a property.
 */
export function remoteControl(targets: Readonly<Record<string, Target>>): Service {
  const member = (path: string): { target: Target; value: unknown } | undefined => {
    const [, targetName = '', name = ''] = path.split('/');
    const target = Object.hasOwn(targets, targetName) ? targets[targetName] : undefined;
    if (!target || name === 'constructor' || name.startsWith('_')) return undefined;
    const isOwn = Object.hasOwn(target, name) || Object.hasOwn(Object.getPrototypeOf(target), name);
    return isOwn ? { target, value: Reflect.get(target, name) } : undefined;
  };
  return {
    notFound: { status: 404, body: { message: 'there is no such control' } },
    operationOf({ method, path }) {
      const found = member(path);
      if (!found) return undefined;
      const isMethod = typeof found.value === 'function';
      return (method === 'POST' && isMethod) || (method === 'GET' && !isMethod)
        ? `${method} ${path}`
        : undefined;
    },
    answer(_operation, { path, text }) {
      const found = member(path);
      if (typeof found?.value !== 'function') return { status: 200, body: found?.value ?? null };
      const given: unknown = text === '' ? [] : JSON.parse(text);
      const result: unknown = found.value.apply(found.target, Array.isArray(given) ? given : [given]);
      return { status: 200, body: result instanceof Promise ? null : (result ?? null) };
    },
  };
}
