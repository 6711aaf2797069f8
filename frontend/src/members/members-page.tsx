'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useSession } from '../session/session-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ProblemText } from '../ui/states.tsx';
import { MemberInvitations } from './member-invitations.tsx';
import {
  LeaveMerchantDocument,
  MembersDocument,
  type MembersQuery,
  RemoveMemberDocument,
} from './members.generated.ts';
import { useMembersStrings } from './members-strings.ts';
import { RoleChoice } from './role-choice.tsx';

type Member = MembersQuery['members'][number];

/** Who works for the merchant: their roles, invitations, and the way out. */
export function MembersPage() {
  const t = useMembersStrings();
  const format = useFormats();
  const router = useRouter();
  const { session } = useSession();
  const { id: merchantId, may } = useMerchant();
  const [result, refetch] = useQuery({ query: MembersDocument, variables: { merchantId } });
  const remove = useAction(RemoveMemberDocument);
  const leave = useAction(LeaveMerchantDocument);
  const [going, setGoing] = useState<Member>();
  const isMe = ({ address }: Member) => address === session?.address;
  const confirm = async (member: Member) => {
    if (isMe(member)) {
      const { data } = await leave.run({ merchantId });
      if (data) router.push('/merchants');
      return;
    }
    const { data } = await remove.run({ merchantId, personId: member.personId });
    if (!data) return;
    setGoing(undefined);
    refetch({ requestPolicy: 'network-only' });
  };
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <div className="flex flex-col gap-5">
        <Card>
          <Loaded result={result} onRetry={refetch}>
            {({ members }) => (
              <DataTable
                caption={t.title}
                rows={members}
                rowKey={({ personId }) => personId}
                columns={[
                  {
                    key: 'address',
                    title: t.address,
                    cell: (member) => (
                      <>
                        <Shortened text={member.address} ends={10} />
                        {isMe(member) && <span className="text-soft"> ({t.you})</span>}
                      </>
                    ),
                  },
                  {
                    key: 'role',
                    title: t.role,
                    cell: (member) =>
                      may('ADMIN') && !isMe(member) ? <RoleChoice member={member} /> : t.roles[member.role],
                  },
                  { key: 'since', title: t.since, cell: ({ createdAt }) => format.date(createdAt) },
                  {
                    key: 'actions',
                    title: t.actions,
                    cell: (member) =>
                      (isMe(member) || may('ADMIN')) && (
                        <Button size="small" look="quiet" onClick={() => setGoing(member)}>
                          {isMe(member) ? t.leave : t.remove}
                        </Button>
                      ),
                  },
                ]}
              />
            )}
          </Loaded>
        </Card>
        {may('ADMIN') && <MemberInvitations />}
      </div>
      {going && (
        <ConfirmDialog
          open
          onOpenChange={() => setGoing(undefined)}
          title={isMe(going) ? t.leaveTitle : t.removeTitle}
          action={isMe(going) ? t.leave : t.remove}
          danger
          busy={remove.busy || leave.busy}
          onConfirm={() => confirm(going)}
        >
          <p>{isMe(going) ? t.leaveText : t.removeText}</p>
          <ProblemText problem={isMe(going) ? leave.problem : remove.problem} />
        </ConfirmDialog>
      )}
    </>
  );
}
