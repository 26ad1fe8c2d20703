import {
  DiscordAPIError,
  type Message,
  MessageFlags,
  MessageReferenceType,
  RESTJSONErrorCodes,
  SnowflakeUtil,
} from 'discord.js';
import type { Trusted } from '../../trading/store/tables/watches.ts';

/** Whose words a message carries, and who put them there. */
export type Provider = {
  /**
   * Of a followed announcement and of a forward the channel it comes from, else the webhook, bot or
   * user: what the provider's updates and results are known by.
   */
  authorId: string;
  authorName: string;
  /** When the words were written: a forward of yesterday's signal is yesterday's. UTC milliseconds. */
  postedAt: number;
};

export function providerOf(message: Message): Provider {
  const { reference, author, client } = message;
  const own = {
    authorId: message.webhookId ?? author.id,
    authorName: author.displayName,
    postedAt: message.createdTimestamp,
  };
  if (reference === null) return own;
  if (reference.type === MessageReferenceType.Forward) {
    const origin = client.channels.cache.get(reference.channelId);
    const name = origin && 'name' in origin && origin.name ? `#${origin.name}` : null;
    return {
      authorId: reference.channelId,
      authorName: name ?? `forwarded by ${author.displayName}`,
      postedAt: reference.messageId
        ? SnowflakeUtil.timestampFrom(reference.messageId)
        : own.postedAt,
    };
  }
  return message.flags.has(MessageFlags.IsCrosspost)
    ? { ...own, authorId: reference.channelId }
    : own;
}

/** Everybody is trusted until somebody is named. */
export function trustsAll({ posters, roles }: Trusted): boolean {
  return posters.length === 0 && roles.length === 0;
}

/**
 * Whether a watch reads what this message says: by the id of its provider, of whoever posted it, or
 * by a role. `roles`: the poster's, where they are known for sure; null has them fetched. Rejects when Discord
 * can't be asked.
 */
export async function isTrusted(
  trusted: Trusted,
  message: Message,
  roles: readonly string[] | null,
): Promise<boolean> {
  if (trustsAll(trusted)) return true;
  const ids = [providerOf(message).authorId, message.webhookId ?? message.author.id];
  if (ids.some((id) => trusted.posters.includes(id))) return true;
  if (trusted.roles.length === 0 || message.webhookId !== null) return false;
  const held = roles ?? (await fetchRoles(message));
  return held.some((role) => trusted.roles.includes(role));
}

/** The roles that came with a message over the gateway; null when none did. */
export function rolesOf({ member }: Message): readonly string[] | null {
  return member === null ? null : [...member.roles.cache.keys()];
}

async function fetchRoles({ guild, author }: Message): Promise<readonly string[]> {
  if (guild === null) return [];
  try {
    const member = await guild.members.fetch({ user: author.id, force: true });
    return [...member.roles.cache.keys()];
  } catch (error) {
    const isGone =
      error instanceof DiscordAPIError &&
      (error.code === RESTJSONErrorCodes.UnknownMember ||
        error.code === RESTJSONErrorCodes.UnknownUser);
    if (isGone) return [];
    throw error;
  }
}
