/** How long Discord is waited for, in milliseconds. */
export type DiscordTiming = {
  /** A catch-up waits so long in all for what fails, before it goes on without it. */
  patienceMs: number;
  /** So often it is looked whether all is well. */
  roundMs: number;
  /** So often this machine's clock is held against Discord's. */
  clockMs: number;
  /** The second log-in in a row comes so long after the first, the next ones after twice as long each. */
  logInSpacingMs: number;
  /** A gateway that has taken a connection may say nothing for so long. */
  silenceMs: number;
  /** A database may be in trouble for so long before the owner is told. */
  databaseMs: number;
  /** Where Discord will not have the bot as it is, it is asked again after this, and twice, and so on. */
  refusedMs: number;
};

export const DISCORD_TIMING: DiscordTiming = {
  patienceMs: 15_000,
  roundMs: 30_000,
  clockMs: 5 * 60_000,
  logInSpacingMs: 5_000,
  silenceMs: 30_000,
  databaseMs: 15_000,
  refusedMs: 60_000,
};
