/** How long Discord is waited for, in milliseconds. */
export type DiscordTiming = {
  /** A catch-up waits so long in all for what fails, before it goes on without it. */
  patienceMs: number;
  /** So often it is looked whether all is well. */
  roundMs: number;
};

export const DISCORD_TIMING: DiscordTiming = { patienceMs: 15_000, roundMs: 30_000 };
