/** What was found out about one thing, for whoever set it up. */
export type Finding = {
  is: 'ok' | 'note' | 'wrong';
  /** What it is about, in a word or two. */
  about: string;
  /** Never a value of a setting. */
  says: string;
  /** Where something is wrong: what to do. */
  todo?: string;
};

export const ok = (about: string, says: string): Finding => ({ is: 'ok', about, says });
export const note = (about: string, says: string): Finding => ({ is: 'note', about, says });
export const wrong = (about: string, says: string, todo: string): Finding => ({
  is: 'wrong',
  about,
  says,
  todo,
});

/** "ECONNREFUSED" rather than a sentence with an address in it. */
export function reasonOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  const inner = (cause as NodeJS.ErrnoException | undefined)?.code;
  return inner ?? code ?? message;
}
