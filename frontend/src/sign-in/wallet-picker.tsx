'use client';
import { useEffect, useState } from 'react';
import { useSettings } from '../settings/settings-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ProblemText, SkeletonRows } from '../ui/states.tsx';
import type { WalletChoice } from '../wallets/index.ts';
import { useSignInStrings } from './sign-in-strings.ts';
import { useSignIn } from './use-sign-in.ts';

/** The wallets to sign in with: those for trying things out where there are some, those in this browser, others to get. */
export function WalletPicker({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const t = useSignInStrings();
  const settings = useSettings();
  const [choices, setChoices] = useState<readonly WalletChoice[]>();
  const { signIn, asking, walletError, problem } = useSignIn();
  useEffect(() => {
    import('../wallets/list-wallets.ts').then(({ listWallets }) => setChoices(listWallets(settings)));
  }, [settings]);
  const choose = async (id: string) => {
    if (await signIn(id)) onSignedIn();
  };
  if (choices === undefined) {
    return (
      <div className="min-h-[40rem]">
        <SkeletonRows rows={4} />
      </div>
    );
  }
  const development = choices.filter((each) => each.development);
  return (
    <div className="flex min-h-[40rem] flex-col gap-6">
      {walletError && (
        <Notice tone="bad" title={t.walletProblem(walletError.code, walletError.wallet)}>
          {t.nextStep(walletError.nextStep)}
        </Notice>
      )}
      <ProblemText problem={problem} />
      {development.length > 0 && (
        <section aria-labelledby="development-wallets" className="flex flex-col gap-3">
          <div>
            <h2 id="development-wallets" className="font-semibold">
              {t.development}
            </h2>
            <p className="text-sm text-soft">{t.developmentHint}</p>
          </div>
          <ul className="flex flex-col gap-2">
            {development.map((choice) => (
              <WalletRow
                key={choice.id}
                choice={choice}
                note={t.demo[choice.name] ?? t.own}
                asking={asking}
                onChoose={choose}
              />
            ))}
          </ul>
          <NewWallet busy={asking !== undefined} onCreate={(name) => choose(`development:${name}`)} />
        </section>
      )}
      <section aria-labelledby="installed-wallets" className="flex flex-col gap-3">
        <h2 id="installed-wallets" className="font-semibold">
          {t.wallets}
        </h2>
        <ul className="flex flex-col gap-2">
          {choices
            .filter((each) => !each.development)
            .map((choice) => (
              <WalletRow
                key={choice.id}
                choice={choice}
                note={choice.installed ? t.installed : undefined}
                asking={asking}
                onChoose={choose}
              />
            ))}
        </ul>
      </section>
    </div>
  );
}

const ROW =
  'flex min-h-14 w-full items-center gap-3 rounded-control border border-line bg-surface px-4 py-2 text-left hover:border-strong-line disabled:opacity-60';

function WalletRow({
  choice: { id, name, icon, installed, installUrl },
  note,
  asking,
  onChoose,
}: {
  readonly choice: WalletChoice;
  readonly note: string | undefined;
  readonly asking: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const t = useSignInStrings();
  const face = (
    <>
      {icon ? (
        // biome-ignore lint/performance/noImgElement: a wallet brings its icon as data, which there is nothing to optimise in
        <img src={icon} alt="" className="size-8 rounded-control" />
      ) : (
        <span
          aria-hidden="true"
          className="flex size-8 items-center justify-center rounded-control bg-raised font-semibold uppercase"
        >
          {name.slice(0, 1)}
        </span>
      )}
      <span className="flex-1">
        <span className="block font-medium">{name}</span>
        {note && <span className="block text-sm text-soft">{asking === id ? t.waiting(name) : note}</span>}
      </span>
    </>
  );
  return (
    <li>
      {installed ? (
        <button type="button" className={ROW} disabled={asking !== undefined} onClick={() => onChoose(id)}>
          {face}
          {asking === id && <Spinner />}
        </button>
      ) : (
        <a className={ROW} href={installUrl} target="_blank" rel="noopener noreferrer">
          {face}
          <span className="text-sm text-accent">{t.install}</span>
        </a>
      )}
    </li>
  );
}

function NewWallet({
  busy,
  onCreate,
}: {
  readonly busy: boolean;
  readonly onCreate: (name: string) => void;
}) {
  const t = useSignInStrings();
  const [name, setName] = useState('');
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onCreate(name);
      }}
    >
      <div className="min-w-48 flex-1">
        <TextField
          label={t.newWalletName}
          hint={t.newWalletHint}
          value={name}
          onChange={(event) => setName(event.target.value)}
          title={t.newWalletHint}
          pattern="[a-z0-9][a-z0-9\-]{0,29}"
          required
          autoComplete="off"
        />
      </div>
      <Button type="submit" busy={busy} className="mb-6.5">
        {t.create}
      </Button>
    </form>
  );
}
