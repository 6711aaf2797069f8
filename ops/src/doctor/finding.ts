/** A problem keeps the product from working, or from being safe; a warning is for somebody to decide. */
export type Level = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly level: Level;
  /** What was looked at: a variable, the database, the node. */
  readonly subject: string;
  /** What was found, in a sentence without secrets. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export const ok = (subject: string, says: string): Finding => ({ level: 'ok', subject, says });

export const warning = (subject: string, says: string, remedy: string): Finding => ({
  level: 'warning',
  subject,
  says,
  remedy,
});

export const problem = (subject: string, says: string, remedy: string): Finding => ({
  level: 'problem',
  subject,
  says,
  remedy,
});
