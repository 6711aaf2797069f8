import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { buttonClasses, type Look, type Size } from './button-classes.ts';
import { Spinner } from './spinner.tsx';

export { buttonClasses };

interface Shown {
  readonly look?: Look;
  readonly size?: Size;
  readonly children: ReactNode;
}

/** While `busy`, it cannot be pressed again, keeps its width, and says so to screen readers. */
export function Button({
  look,
  size,
  busy = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Shown & { readonly busy?: boolean }) {
  return (
    <button
      type={type}
      className={buttonClasses(look, size, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

export function LinkButton({ look, size, className, ...rest }: ComponentProps<typeof Link> & Shown) {
  return <Link className={buttonClasses(look, size, className)} {...rest} />;
}
