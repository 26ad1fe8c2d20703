/** Pilotfish can't start; `message` says what is wrong and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}
