'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction, useKeyedAction } from '../graphql/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ProblemText } from '../ui/states.tsx';
import {
  type ApiKeyFactsFragment,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
} from './api-keys.generated.ts';
import { useApiKeysStrings } from './api-keys-strings.ts';

export interface EndingKey {
  readonly key: ApiKeyFactsFragment;
  readonly how: 'rotate' | 'revoke';
}

const OVERLAP_SECONDS = 86_400;

/** Ends a key: at once, or a day after another has taken its place. */
export function EndKeyDialogs({
  ending: { key, how },
  onClose,
  onRotated,
  onRevoked,
}: {
  readonly ending: EndingKey;
  readonly onClose: () => void;
  readonly onRotated: (secret: string | null) => void;
  readonly onRevoked: () => void;
}) {
  const t = useApiKeysStrings();
  const { id: merchantId } = useMerchant();
  const rotate = useKeyedAction(RotateApiKeyDocument);
  const revoke = useAction(RevokeApiKeyDocument);
  const isRotation = how === 'rotate';
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={isRotation ? t.rotateTitle : t.revokeTitle}
      action={isRotation ? t.rotate : t.revoke}
      danger={!isRotation}
      busy={rotate.busy || revoke.busy}
      onConfirm={async () => {
        if (isRotation) {
          const { data } = await rotate.run({ merchantId, id: key.id, overlapSeconds: OVERLAP_SECONDS });
          if (data) onRotated(data.rotateApiKey.secret);
        } else {
          const { data } = await revoke.run({ merchantId, id: key.id });
          if (data) onRevoked();
        }
      }}
    >
      <p>
        <strong>{key.name}</strong>: {isRotation ? t.rotateText : t.revokeText}
      </p>
      <ProblemText problem={rotate.problem ?? revoke.problem} />
    </ConfirmDialog>
  );
}
