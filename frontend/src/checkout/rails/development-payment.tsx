'use client';
import { useSettings } from '../../settings/settings-context.tsx';
import { Button } from '../../ui/button.tsx';
import { payFromDevelopmentWallet } from '../development-wallet.ts';
import { usePanelStrings } from '../panel-strings.ts';
import { useDevelopmentDeed } from '../use-development-deed.ts';

/** On a test network: pays what is asked for with coins of no value. */
export function DevelopmentPayment({
  address,
  amountSats,
}: {
  readonly address: string;
  readonly amountSats: bigint;
}) {
  const { development: t } = usePanelStrings();
  const settings = useSettings();
  const { busy, failed, run } = useDevelopmentDeed(() =>
    payFromDevelopmentWallet(settings, address, amountSats),
  );
  return (
    <div className="flex flex-col gap-1.5 rounded-control border border-dashed border-strong-line p-3">
      <Button busy={busy} onClick={run}>
        {t.pay}
      </Button>
      <p role="status" className="text-center text-sm text-soft">
        {failed ? t.failed : t.hint}
      </p>
    </div>
  );
}
