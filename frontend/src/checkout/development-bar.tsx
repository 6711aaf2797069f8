'use client';
import { useSettings } from '../settings/settings-context.tsx';
import { Button } from '../ui/button.tsx';
import { developmentWallet } from './development-wallet.ts';
import { usePanelStrings } from './panel-strings.ts';
import { useDevelopmentDeed } from './use-development-deed.ts';

/** On a test network: moves the chain on. Lies over the page's foot: moves nothing. */
export function DevelopmentBar() {
  const { development: t } = usePanelStrings();
  const settings = useSettings();
  const { busy, failed, run } = useDevelopmentDeed(async () => (await developmentWallet(settings)).mine());
  return (
    <aside
      aria-label={t.title}
      className="fixed bottom-3 left-3 z-40 flex items-center gap-3 rounded-control border border-line bg-surface py-1.5 pr-1.5 pl-3 text-sm shadow-popup"
    >
      <span role="status" className="text-soft">
        {failed ? t.failed : t.title}
      </span>
      <Button size="small" busy={busy} onClick={run}>
        {t.mine}
      </Button>
    </aside>
  );
}
