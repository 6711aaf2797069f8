'use client';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { ApiProvider } from '../graphql/api-context.tsx';
import { createSessionStore, type SessionStore, type StoredSession } from './session-store.ts';

export interface SessionAccess {
  /** `unknown` until the browser has looked: pages are drawn without knowing anybody. */
  readonly state: 'unknown' | 'signed out' | 'signed in';
  readonly session: StoredSession | undefined;
  begin(session: StoredSession): void;
  end(): void;
}

const SessionContext = createContext<SessionAccess | undefined>(undefined);
const people = createSessionStore('charmbills.session', 'shared');
const portals = createSessionStore('charmbills.portal', 'tab');
const never = () => () => undefined;

function Sessions({ store, children }: { store: SessionStore; children: ReactNode }) {
  const session = useSyncExternalStore(store.subscribe, store.read, () => undefined);
  const known = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const end = useCallback(() => store.write(undefined), [store]);
  const access = useMemo<SessionAccess>(() => {
    const state = !known ? 'unknown' : session === undefined ? 'signed out' : 'signed in';
    return { state, session, begin: store.write, end };
  }, [known, session, store, end]);
  return (
    <SessionContext value={access}>
      <ApiProvider token={session?.token} onSessionEnd={end}>
        {children}
      </ApiProvider>
    </SessionContext>
  );
}

/** Who is signed in with a wallet, and the API as they see it. */
export function PersonSession({ children }: { children: ReactNode }) {
  return <Sessions store={people}>{children}</Sessions>;
}

/** Who came through a merchant's portal link, and the API as they see it. */
export function PortalSession({ children }: { children: ReactNode }) {
  return <Sessions store={portals}>{children}</Sessions>;
}

export function useSession(): SessionAccess {
  const access = useContext(SessionContext);
  if (access === undefined) throw new Error('useSession outside of PersonSession and PortalSession');
  return access;
}
