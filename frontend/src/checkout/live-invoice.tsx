'use client';
import { type ComponentType, lazy, Suspense } from 'react';
import { PersonSession } from '../session/session-context.tsx';
import { useSettings } from '../settings/settings-context.tsx';
import { ConnectionBanner } from '../shell/connection-banner.tsx';
import { DevelopmentBar } from './development-bar.tsx';
import type { Rail } from './first-rail.ts';
import type { RailPanelProps } from './rail-panel-props.ts';
import { StandIn } from './stand-in.tsx';
import { useInvoice } from './use-invoice.ts';

/** The ways to pay. One that is added is a component here. */
const PANELS: Readonly<Record<Rail, ComponentType<RailPanelProps>>> = {
  BITCOIN: lazy(() => import('./rails/bitcoin-panel.tsx')),
  CHARMS: lazy(() => import('./rails/charms-panel.tsx')),
  BALANCE: lazy(() => import('./rails/balance-panel.tsx')),
};

interface LiveInvoiceProps extends RailPanelProps {
  readonly rail: Rail | undefined;
}

/** The part of the page that talks to the API: hears of every change, and shows the chosen way to pay. */
export default function LiveInvoice(props: LiveInvoiceProps) {
  const { devWallet } = useSettings();
  return (
    <PersonSession>
      <ConnectionBanner />
      <Live {...props} />
      {devWallet && <DevelopmentBar />}
    </PersonSession>
  );
}

function Live({ rail, onInvoice, ...props }: LiveInvoiceProps) {
  useInvoice(props.invoice.id, onInvoice);
  if (rail === undefined) return null;
  const Panel = PANELS[rail];
  return (
    <Suspense fallback={<StandIn rail={rail} {...props} />}>
      <Panel onInvoice={onInvoice} {...props} />
    </Suspense>
  );
}
