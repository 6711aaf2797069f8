export interface StoredSession {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly address: string;
}

export interface SessionStore {
  read(): StoredSession | undefined;
  /** Undefined while the server draws the page, where nobody is known. */
  write(session: StoredSession | undefined): void;
  subscribe(listener: () => void): () => void;
}

/**
 * A session that outlives the page. A person's is kept in the browser and shared by its tabs; a portal's lives in the tab
 * alone, as the link that opened it does. Scripts of others never run here (see the content security policy).
 */
export function createSessionStore(key: string, kind: 'shared' | 'tab'): SessionStore {
  const listeners = new Set<() => void>();
  const storage = () => (kind === 'shared' ? window.localStorage : window.sessionStorage);
  let text: string | null | undefined;
  let parsed: StoredSession | undefined;
  const notify = () => {
    for (const listener of listeners) listener();
  };
  return {
    read() {
      if (typeof window === 'undefined') return undefined;
      const found = storage().getItem(key);
      if (found !== text) {
        text = found;
        parsed = parse(found);
      }
      return parsed !== undefined && Date.parse(parsed.expiresAt) > Date.now() ? parsed : undefined;
    },
    write(session) {
      if (session === undefined) storage().removeItem(key);
      else storage().setItem(key, JSON.stringify(session));
      notify();
    },
    subscribe(listener) {
      const onStorage = (event: StorageEvent) => {
        if (event.key === key || event.key === null) listener();
      };
      listeners.add(listener);
      window.addEventListener('storage', onStorage);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', onStorage);
      };
    },
  };
}

function parse(text: string | null): StoredSession | undefined {
  if (text === null) return undefined;
  try {
    const { token, expiresAt, address } = JSON.parse(text);
    const whole = [token, expiresAt, address].every((each) => typeof each === 'string');
    return whole ? { token, expiresAt, address } : undefined;
  } catch {
    return undefined;
  }
}
