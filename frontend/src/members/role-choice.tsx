'use client';
import { mayAs, useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useToast } from '../ui/toast.tsx';
import { ChangeMemberRoleDocument, type MembersQuery, type Role } from './members.generated.ts';
import { useMembersStrings } from './members-strings.ts';

export const ROLES: readonly Role[] = ['VIEWER', 'DEVELOPER', 'ADMIN', 'OWNER'];

/** A member's role, to change: up to one's own, and to nobody above. */
export function RoleChoice({
  member: { personId, address, role },
}: {
  readonly member: MembersQuery['members'][number];
}) {
  const t = useMembersStrings();
  const toast = useToast();
  const { id: merchantId, role: own } = useMerchant();
  const change = useAction(ChangeMemberRoleDocument);
  if (!mayAs(own, role)) return t.roles[role];
  return (
    <select
      aria-label={`${t.role}: ${address}`}
      value={role}
      disabled={change.busy}
      className="min-h-8 rounded-control border border-strong-line bg-surface px-2"
      onChange={async (event) => {
        const next = ROLES.find((each) => each === event.target.value) ?? role;
        const { problem } = await change.run({ merchantId, personId, role: next });
        if (problem) toast.bad(problem.message);
      }}
    >
      {ROLES.filter((each) => mayAs(own, each)).map((each) => (
        <option key={each} value={each}>
          {t.roles[each]}
        </option>
      ))}
    </select>
  );
}
