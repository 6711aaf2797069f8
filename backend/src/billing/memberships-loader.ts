import { listMemberships, type PersonScope } from '../identity/index.ts';
import { createLoader } from '../platform/graphql/index.ts';
import type { PlatformServices } from '../platform/services.ts';

/** The merchants that somebody is a member of: asked for once, however many things of theirs are shown. */
export const membershipsLoader = createLoader<PlatformServices, PersonScope, ReadonlySet<string>>(
  async ({ database }, people) => {
    const memberships = new Map<string, ReadonlySet<string>>();
    for (const person of people) {
      const merchants = await listMemberships(database.client, person);
      memberships.set(person.personId, new Set(merchants.map(({ id }) => id)));
    }
    return memberships;
  },
  ({ personId }) => personId,
);
