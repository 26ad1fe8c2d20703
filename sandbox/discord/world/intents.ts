/** Gateway intents by bit; an event goes only to sessions that asked for its intent. */
export const intent = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  guildMessageTyping: 1 << 11,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  directMessageTyping: 1 << 14,
  messageContent: 1 << 15,
  /** For events that need none, as INTERACTION_CREATE. */
  none: 0,
} as const;

/** Every bit that is an intent. */
export const allIntents = (1 << 26) - 1;
