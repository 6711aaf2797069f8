import type { Locale } from './locale.tsx';

const rules = new Map<Locale, Intl.PluralRules>();

/** The form of a text that goes with a count, `#` replaced by the count: `plural('en', 2, { one: '# day', other: '# days' })`. */
export function plural(
  locale: Locale,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string },
): string {
  const rule = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, rule);
  const form = forms[rule.select(count)] ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(locale).format(count));
}
