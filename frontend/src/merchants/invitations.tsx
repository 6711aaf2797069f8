'use client';
import { useQuery } from 'urql';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import {
  AcceptInvitationDocument,
  DeclineInvitationDocument,
  MyInvitationsDocument,
} from './merchants.generated.ts';
import { useMerchantsStrings } from './merchants-strings.ts';

/** Who asks the person to join; nothing when nobody does. */
export function Invitations({ onAccepted }: { readonly onAccepted: () => void }) {
  const t = useMerchantsStrings();
  const [{ data }, refetch] = useQuery({ query: MyInvitationsDocument });
  const accept = useAction(AcceptInvitationDocument);
  const decline = useAction(DeclineInvitationDocument);
  const answer = async (action: typeof accept | typeof decline, merchantId: string) => {
    const { data } = await action.run({ merchantId });
    if (!data) return;
    refetch({ requestPolicy: 'network-only' });
    if (action === accept) onAccepted();
  };
  const problem = accept.problem ?? decline.problem;
  return (
    <>
      <ProblemText problem={problem} />
      {data?.myInvitations.map(({ merchant: { id, name }, role }) => (
        <Notice
          key={id}
          tone="accent"
          title={t.invited(name, t.roles[role])}
          actions={
            <>
              <Button size="small" look="primary" busy={accept.busy} onClick={() => answer(accept, id)}>
                {t.accept}
              </Button>
              <Button size="small" busy={decline.busy} onClick={() => answer(decline, id)}>
                {t.decline}
              </Button>
            </>
          }
        />
      ))}
    </>
  );
}
