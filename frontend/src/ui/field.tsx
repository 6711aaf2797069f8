'use client';
import { type ComponentProps, type ReactNode, useEffect, useId } from 'react';
import { useCommonStrings } from '../strings/common.ts';
import { classes } from './classes.ts';

const CONTROL =
  'w-full rounded-control border border-strong-line bg-surface px-3 text-base text-ink placeholder:text-soft disabled:opacity-60 aria-[invalid=true]:border-bad sm:text-[0.9375rem]';

interface Labelled {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with what was entered, and what would be right. */
  readonly error?: ReactNode;
  /** Says that it can be left empty. */
  readonly optional?: boolean;
}

interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A control with its label, a hint and what is wrong with it, tied together for screen readers, and led to once it is wrong. */
export function Field({
  label,
  hint,
  error,
  optional,
  children,
}: Labelled & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const t = useCommonStrings();
  const wrong = error !== undefined && error !== false && error !== null;
  useEffect(() => {
    if (wrong && !isWriting()) document.getElementById(id)?.focus();
  }, [wrong, id]);
  const described = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-soft"> ({t.optional})</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** Whether somebody is in a field: then another that is found wrong must not take the cursor away. */
function isWriting(): boolean {
  return document.activeElement?.matches('input, textarea, select') ?? false;
}

export function TextField({
  label,
  hint,
  error,
  optional,
  suffix,
  className,
  ...rest
}: Labelled & Omit<ComponentProps<'input'>, 'id'> & { readonly suffix?: ReactNode }) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(control) => (
        <span className="relative flex items-center">
          <input
            className={classes(CONTROL, 'min-h-10', suffix !== undefined && 'pr-16', className)}
            {...rest}
            {...control}
          />
          {suffix && <span className="pointer-events-none absolute right-3 text-sm text-soft">{suffix}</span>}
        </span>
      )}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  className,
  ...rest
}: Labelled & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(control) => (
        <textarea className={classes(CONTROL, 'min-h-24 py-2', className)} {...rest} {...control} />
      )}
    </Field>
  );
}

/** A choice of one, by the system's own control: the best there is on a phone. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  className,
  children,
  ...rest
}: Labelled & Omit<ComponentProps<'select'>, 'id'>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(control) => (
        <select className={classes(CONTROL, 'min-h-10', className)} {...rest} {...control}>
          {children}
        </select>
      )}
    </Field>
  );
}

export function CheckboxField({
  label,
  hint,
  ...rest
}: Omit<Labelled, 'error'> & Omit<ComponentProps<'input'>, 'id' | 'type'>) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-5 shrink-0 accent-(--accent)"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
