'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { EndPortalSessionsDocument, InviteToPortalDocument } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';

/** Links into the portal: shown once where they are made, and all ended at once. */
export function CustomerPortal({ customerId }: { readonly customerId: string }) {
  const t = useCustomersStrings();
  const format = useFormats();
  const toast = useToast();
  const { id: merchantId } = useMerchant();
  const invite = useAction(InviteToPortalDocument);
  const end = useAction(EndPortalSessionsDocument);
  const [ending, setEnding] = useState(false);
  const [link, setLink] = useState<{ readonly url: string; readonly expiresAt: string }>();
  return (
    <Card title={t.portal} description={t.portalHint} stack>
      {link && (
        <div className="flex flex-col gap-2 rounded-control border border-line p-3" aria-live="polite">
          <p className="font-mono text-sm wrap-anywhere">{link.url}</p>
          <p className="text-sm text-soft">{t.linkUntil(format.dateTime(link.expiresAt))}</p>
          <div>
            <CopyButton text={link.url} />
          </div>
        </div>
      )}
      <ProblemText problem={invite.problem} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          busy={invite.busy}
          onClick={async () => {
            const { data } = await invite.run({ merchantId, customerId });
            if (data) setLink(data.createPortalSession);
          }}
        >
          {t.createLink}
        </Button>
        <Button size="small" look="quiet" onClick={() => setEnding(true)}>
          {t.revoke}
        </Button>
      </div>
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={t.revokeTitle}
        action={t.revoke}
        danger
        busy={end.busy}
        onConfirm={async () => {
          const { data } = await end.run({ merchantId, customerId });
          if (!data) return;
          setEnding(false);
          setLink(undefined);
          toast.good(t.revoked(data.revokePortalSessions));
        }}
      >
        <p>{t.revokeText}</p>
        <ProblemText problem={end.problem} />
      </ConfirmDialog>
    </Card>
  );
}
