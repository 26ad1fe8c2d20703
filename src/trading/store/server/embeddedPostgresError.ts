/** Could not make or start the database; `message` says what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** The last lines of what a program that failed has said. */
export function outputOf(error: unknown): string {
  const { stderr, stdout, message } = error as {
    stderr?: string;
    stdout?: string;
    message?: string;
  };
  const text = (stderr || stdout || message || String(error)).trim();
  return text.split('\n').slice(-3).join(' ');
}
