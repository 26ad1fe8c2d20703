/** Pilotfish can't start; `message` says what is wrong and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}

/** The database was lost before the start was done: everything is closed, to be started again. */
export class DatabaseLost extends Error {
  override name = 'DatabaseLost';
}
