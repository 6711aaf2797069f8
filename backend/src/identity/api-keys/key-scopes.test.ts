import { expect, test } from 'vitest';
import { ROLES } from '../scopes.ts';
import { AREAS, KEY_SCOPES, roleOfKey, scopeNeeded } from './key-scopes.ts';

test('reading makes a viewer, changing an admin, and nothing makes an owner', () => {
  for (const area of [undefined, ...AREAS]) {
    expect(roleOfKey({ scopes: ['read'] }, area)).toBe('viewer');
    expect(roleOfKey({ scopes: ['write'] }, area)).toBe('admin');
    expect(roleOfKey({ scopes: ['read', 'write'] }, area)).toBe('admin');
    expect(roleOfKey({ scopes: [] }, area)).toBeUndefined();
  }
  expect(roleOfKey({ scopes: [...KEY_SCOPES] }, 'plans')).toBe('admin');
});

test('the scope of an area counts there, and neither elsewhere nor where no area is named', () => {
  for (const own of AREAS) {
    for (const asked of [undefined, ...AREAS]) {
      const here = own === asked;
      expect(roleOfKey({ scopes: [`${own}:read`] }, asked)).toBe(here ? 'viewer' : undefined);
      expect(roleOfKey({ scopes: [`${own}:write`] }, asked)).toBe(here ? 'admin' : undefined);
    }
  }
});

test('the scope that a refusal names is one that would have done', () => {
  for (const minimum of ROLES) {
    for (const area of [undefined, ...AREAS]) {
      const scope = scopeNeeded(minimum, area);
      if (minimum === 'owner') expect(scope).toBeUndefined();
      else {
        const role = roleOfKey({ scopes: scope ? [scope] : [] }, area);
        expect(ROLES.indexOf(role ?? 'viewer')).toBeGreaterThanOrEqual(ROLES.indexOf(minimum));
      }
    }
  }
});
