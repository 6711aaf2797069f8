import { classes } from './classes.ts';

export type Look = 'primary' | 'secondary' | 'quiet' | 'danger';
export type Size = 'normal' | 'small' | 'large';

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-fill text-on-fill hover:bg-fill-hover',
  secondary: 'border border-strong-line bg-surface text-ink hover:bg-raised',
  quiet: 'text-ink hover:bg-raised',
  danger: 'bg-bad text-on-bad hover:opacity-90',
};
const SIZES: Readonly<Record<Size, string>> = {
  small: 'min-h-8 px-3 text-sm',
  normal: 'min-h-10 px-4',
  large: 'min-h-12 px-6 text-base',
};

/** The look of a button, for what else is one: links, triggers of menus. */
export function buttonClasses(look: Look = 'secondary', size: Size = 'normal', more?: string): string {
  return classes(
    'inline-flex items-center justify-center gap-2 rounded-control font-medium wrap-normal transition-colors select-none disabled:cursor-not-allowed disabled:opacity-60',
    LOOKS[look],
    SIZES[size],
    more,
  );
}
