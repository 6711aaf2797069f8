'use client';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWebhooksStrings } from './webhooks-strings.ts';

/** A new signing secret, this once; null when it was shown before. */
export function SecretDialog({
  secret,
  onClose,
}: {
  readonly secret: string | null;
  readonly onClose: () => void;
}) {
  const t = useWebhooksStrings();
  return (
    <Dialog open onOpenChange={onClose} title={t.secretTitle}>
      {secret === null ? (
        <Notice tone="warn" title={t.secretGone} />
      ) : (
        <>
          <p>{t.secretText}</p>
          <p className="rounded-control bg-raised p-3 font-mono text-sm break-all">{secret}</p>
        </>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {secret !== null && <CopyButton text={secret} />}
        <Button look="primary" size="small" onClick={onClose}>
          {t.done}
        </Button>
      </div>
    </Dialog>
  );
}
