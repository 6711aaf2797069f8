import type { ReactNode } from 'react';
import { PersonSession } from '../../session/session-context.tsx';

/** Pages of people who sign in with a wallet. */
export default function PersonLayout({ children }: { children: ReactNode }) {
  return <PersonSession>{children}</PersonSession>;
}
