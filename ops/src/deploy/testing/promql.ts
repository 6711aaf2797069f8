/** Words that stand where names do in PromQL: functions, aggregations, operators, and labels after `by`. */
const WORDS = new Set(
  'absent and avg by changes histogram_quantile increase max min or predict_linear rate sum time topk unless without'.split(
    ' ',
  ),
);

/** The names of the series that an expression of PromQL reads. */
export function seriesIn(expression: string): string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without)\s*\([^)]*\)/g, '');
  const names = bare.match(/(?<![\w.])[a-z_][a-z0-9_]*\b/gi) ?? [];
  return [...new Set(names)].filter((name) => !WORDS.has(name));
}
