'use client';
import { customerName } from '../customers/customer-name.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from '../ui/button.tsx';
import { saveFile } from '../ui/save-file.ts';
import { toCsv } from '../ui/to-csv.ts';
import type { SaleToSignFragment } from './cosign.generated.ts';
import { useCosignStrings } from './cosign-strings.ts';

/** Saves the queue, which is there whole. */
export function QueueCsvButton({ sales }: { readonly sales: readonly SaleToSignFragment[] }) {
  const t = useCosignStrings();
  const c = useCommonStrings();
  const rows = sales.map(({ id, plan, subscription, periods, amountSats, signBefore }) => [
    id,
    plan?.name ?? '',
    subscription ? customerName(subscription.customer) : '',
    String(periods ?? ''),
    amountSats,
    signBefore ?? '',
  ]);
  return (
    <Button
      size="small"
      disabled={rows.length === 0}
      onClick={() =>
        saveFile(new Blob([toCsv([Object.values(t.csv), ...rows])], { type: 'text/csv' }), 'to-sign.csv')
      }
    >
      {c.exportCsv}
    </Button>
  );
}
