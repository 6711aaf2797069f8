'use client';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { Provider } from 'urql';
import { useSettings } from '../settings/settings-context.tsx';
import { type Api, createApi } from './create-api.ts';
import type { Connection } from './live.ts';

const ApiContext = createContext<Api | undefined>(undefined);

/** The API for those below, as the holder of `token`. Another token is another cache: nobody sees what another was told. */
export function ApiProvider({
  token,
  onSessionEnd,
  children,
}: {
  token: string | undefined;
  onSessionEnd: () => void;
  children: ReactNode;
}) {
  const { apiUrl } = useSettings();
  const api = useMemo(() => createApi(apiUrl, token, onSessionEnd), [apiUrl, token, onSessionEnd]);
  useEffect(() => () => api.live.close(), [api]);
  return (
    <ApiContext value={api}>
      <Provider value={api.client}>{children}</Provider>
    </ApiContext>
  );
}

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === undefined) throw new Error('useApi outside of ApiProvider');
  return api;
}

/** How the live connection is. */
export function useConnection(): Connection {
  const { live } = useApi();
  return useSyncExternalStore(live.onChange, live.state, () => 'unused');
}
