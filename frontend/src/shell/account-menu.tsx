'use client';
import { useRouter } from 'next/navigation';
import { useAction } from '../graphql/use-action.ts';
import { useSession } from '../session/session-context.tsx';
import { SignOutDocument } from '../session/sign-in.generated.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Menu } from '../ui/menu.tsx';
import { useShellStrings } from './shell-strings.ts';

/** Who is signed in, where else they can go, and the way out. */
export function AccountMenu() {
  const t = useCommonStrings();
  const s = useShellStrings();
  const router = useRouter();
  const { session, end } = useSession();
  const signOut = useAction(SignOutDocument);
  if (session === undefined) return null;
  const { address } = session;
  const short = `${address.slice(0, 6)}…${address.slice(-4)}`;
  return (
    <Menu
      label={s.accountOf(short)}
      trigger={<span className="font-mono text-sm">{short}</span>}
      items={[
        { label: s.merchants, href: '/merchants' },
        { label: s.subscriptions, href: '/subscriptions' },
        { label: s.wallet, href: '/wallet' },
        { label: s.operator, href: '/operator' },
        {
          label: t.signOut,
          onSelect: async () => {
            // The request takes the session along: nothing that is drawn meanwhile asks with one that is over.
            const done = signOut.run({});
            end();
            router.push('/');
            await done;
          },
        },
      ]}
    />
  );
}
