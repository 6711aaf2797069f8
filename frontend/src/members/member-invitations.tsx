'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { mayAs, useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useFieldErrors } from '../graphql/use-field-errors.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { ProblemText } from '../ui/states.tsx';
import {
  InvitationsDocument,
  InviteMemberDocument,
  type Role,
  WithdrawInvitationDocument,
} from './members.generated.ts';
import { useMembersStrings } from './members-strings.ts';
import { ROLES } from './role-choice.tsx';

/** Whoever is invited, and another. */
export function MemberInvitations() {
  const t = useMembersStrings();
  const { id: merchantId, role: own } = useMerchant();
  const [result, refetch] = useQuery({ query: InvitationsDocument, variables: { merchantId } });
  const invite = useAction(InviteMemberDocument);
  const withdraw = useAction(WithdrawInvitationDocument);
  const [address, setAddress] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const again = () => refetch({ requestPolicy: 'network-only' });
  const wrong = useFieldErrors(invite.problem)('address');
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card title={t.invite}>
        <form
          className="flex flex-col gap-4"
          onSubmit={async (event) => {
            event.preventDefault();
            const { data } = await invite.run({ merchantId, address: address.trim(), role });
            if (!data) return;
            setAddress('');
            again();
          }}
        >
          <TextField
            label={t.inviteAddress}
            hint={t.inviteHint}
            error={wrong}
            required
            autoComplete="off"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
          <SelectField
            label={t.role}
            hint={t.rights[role]}
            value={role}
            onChange={(event) => setRole(ROLES.find((each) => each === event.target.value) ?? 'VIEWER')}
          >
            {ROLES.filter((each) => mayAs(own, each)).map((each) => (
              <option key={each} value={each}>
                {t.roles[each]}
              </option>
            ))}
          </SelectField>
          {wrong === undefined && <ProblemText problem={invite.problem} />}
          <div>
            <Button type="submit" look="primary" busy={invite.busy}>
              {t.inviteAction}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={t.invitations}>
        <ProblemText problem={withdraw.problem} />
        <Loaded result={result} onRetry={refetch}>
          {({ invitations }) =>
            invitations.length === 0 ? (
              <p className="text-soft">{t.noInvitations}</p>
            ) : (
              <ul className="flex flex-col gap-2">
                {invitations.map((invitation) => (
                  <li key={invitation.address} className="flex items-center justify-between gap-3">
                    <span>
                      <Shortened text={invitation.address} ends={8} />{' '}
                      <span className="text-soft">{t.roles[invitation.role]}</span>
                    </span>
                    <Button
                      size="small"
                      look="quiet"
                      busy={withdraw.busy}
                      onClick={async () => {
                        const { data } = await withdraw.run({ merchantId, address: invitation.address });
                        if (data) again();
                      }}
                    >
                      {t.withdraw}
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </div>
  );
}
