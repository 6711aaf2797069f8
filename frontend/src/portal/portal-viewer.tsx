'use client';
import { createContext, useContext } from 'react';

/** `portal`: through a merchant's link, without a wallet. `person`: signed in with one. */
export type PortalViewer = 'portal' | 'person';

const ViewerContext = createContext<PortalViewer>('portal');

export const PortalViewerProvider = ViewerContext.Provider;

/** As whom the subscriber looks at what is theirs: without a wallet nothing can be signed or allowed. */
export function usePortalViewer(): PortalViewer {
  return useContext(ViewerContext);
}
