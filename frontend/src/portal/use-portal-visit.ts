'use client';
import { useCallback, useEffect, useState } from 'react';
import type { ApiProblem } from '../graphql/api-problem.ts';
import { useAction } from '../graphql/use-action.ts';
import { useSession } from '../session/session-context.tsx';
import { EndPortalSessionDocument, RedeemPortalLinkDocument } from './portal.generated.ts';

export interface PortalVisit {
  readonly state: 'opening' | 'open' | 'closed';
  /** Why the link could not be used. */
  readonly problem: ApiProblem | undefined;
  /** The page of the merchant that the visitor came from. */
  readonly returnUrl: string | undefined;
  readonly ending: boolean;
  end(): Promise<void>;
}

const RETURN_KEY = 'charmbills.portal.return';

/**
 * A visit that begins with the secret behind the # of a link: it is taken out of the address bar before anything else, used
 * up for a session, and forgotten. A reload finds the session; another link in the same tab begins another visit.
 */
export function usePortalVisit(): PortalVisit {
  const { state, begin, end } = useSession();
  const [secret, setSecret] = useState<string>();
  const { run: redeem, problem } = useAction(RedeemPortalLinkDocument);
  const { run: endSession, busy: ending } = useAction(EndPortalSessionDocument);

  useEffect(() => {
    const take = () => {
      const found = window.location.hash.slice(1);
      if (found === '') return;
      window.history.replaceState(null, '', window.location.pathname);
      end();
      setSecret(found);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, [end]);

  useEffect(() => {
    if (secret === undefined || state !== 'signed out') return;
    redeem({ secret }).then(({ data }) => {
      setSecret(undefined);
      if (data === undefined) return;
      const { token, expiresAt, returnUrl } = data.redeemPortalLink;
      if (returnUrl !== null && /^https?:\/\//.test(returnUrl)) sessionStorage.setItem(RETURN_KEY, returnUrl);
      else sessionStorage.removeItem(RETURN_KEY);
      begin({ token, expiresAt, address: '' });
    });
  }, [secret, state, redeem, begin]);

  const close = useCallback(async () => {
    // The page lets go of it first: nothing else is asked with a token that is about to end.
    end();
    await endSession({});
  }, [endSession, end]);
  const opening = state === 'unknown' || secret !== undefined;
  return {
    state: opening ? 'opening' : state === 'signed in' ? 'open' : 'closed',
    problem,
    returnUrl: state === 'signed in' ? (sessionStorage.getItem(RETURN_KEY) ?? undefined) : undefined,
    ending,
    end: close,
  };
}
