import type { APIUser } from 'discord.js';
import { channelPermissions } from '../world/permissions.ts';
import {
  channelType,
  type World,
  type WorldChannel,
  type WorldGuild,
  type WorldMember,
} from '../world/world.ts';

/** A JSON object on its way to a client; its shape is checked against Discord's own schema. */
export type Wire = Record<string, unknown>;

/** The world's records in the shapes that go over the wire. */
export function memberWire(world: World, member: WorldMember): Wire {
  return { ...partialMemberWire(member), user: world.users.get(member.userId) };
}

/** A member without its user, as messages and interactions carry it. */
export function partialMemberWire(member: WorldMember): Wire {
  return {
    roles: member.roles,
    nick: member.nick,
    joined_at: member.joinedAt,
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    premium_since: null,
    flags: 0,
    pending: false,
    mute: false,
    deaf: false,
  };
}

export function findMember(guild: WorldGuild, userId: string): WorldMember | undefined {
  return guild.members.find((member) => member.userId === userId);
}

/** @param viewerId who reads it: a direct message names the others; the bot when absent */
export function channelWire(
  world: World,
  channel: WorldChannel,
  viewerId = world.application.botId,
): Wire {
  const messages = world.messages.get(channel.id);
  const common = {
    id: channel.id,
    type: channel.type,
    flags: 0,
    last_message_id: messages?.at(-1)?.id ?? null,
  };
  if (channel.guildId === undefined) {
    return {
      ...common,
      recipients: channel.recipients
        .filter((id) => id !== viewerId)
        .map((id) => world.users.get(id)),
    };
  }
  const inGuild = { ...common, guild_id: channel.guildId, name: channel.name };
  if (channel.thread !== undefined) {
    const count = messages?.length ?? 0;
    return {
      ...inGuild,
      parent_id: channel.parentId,
      owner_id: channel.thread.ownerId,
      rate_limit_per_user: 0,
      message_count: count,
      total_message_sent: count,
      member_count: channel.thread.memberIds.length,
      applied_tags: channel.thread.appliedTags,
      thread_metadata: {
        archived: channel.thread.archived,
        locked: channel.thread.locked,
        auto_archive_duration: 4320,
        archive_timestamp: channel.thread.archiveChangedAt ?? channel.thread.createdAt,
        create_timestamp: channel.thread.createdAt,
      },
    };
  }
  return {
    ...inGuild,
    parent_id: channel.parentId,
    position: channel.position,
    topic: channel.topic,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: channel.overwrites,
    ...(channel.type === channelType.forum ? { available_tags: channel.tags ?? [] } : {}),
  };
}

/** A channel as an interaction carries it: with the permissions of who used it. */
export function interactionChannelWire(world: World, channel: WorldChannel, userId: string): Wire {
  return {
    ...channelWire(world, channel),
    permissions: channelPermissions(world, channel, userId).toString(),
  };
}

export function guildWire(guild: WorldGuild): Wire {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: guild.roles,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** The whole guild as GUILD_CREATE sends it. */
export function guildCreateWire(world: World, guild: WorldGuild): Wire {
  const channels = [...world.channels.values()].filter((one) => one.guildId === guild.id);
  const self = findMember(guild, world.application.botId);
  return {
    ...guildWire(guild),
    joined_at: self?.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.length,
    members: guild.members.map((member) => memberWire(world, member)),
    channels: channels.filter((one) => !one.thread).map((one) => channelWire(world, one)),
    threads: channels
      .filter((one) => one.thread && !one.thread.archived)
      .map((one) => channelWire(world, one)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** Flags of an application that may use the privileged intents, for fewer than 100 servers. */
export function applicationFlags(world: World): number {
  const { messageContent, guildMembers, presences } = world.application;
  return (presences ? 1 << 13 : 0) | (guildMembers ? 1 << 15 : 0) | (messageContent ? 1 << 19 : 0);
}

function applicationWire(world: World): Wire {
  const { application } = world;
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    type: null,
    flags: applicationFlags(world),
    flags_new: applicationFlags(world).toString(),
    verify_key: '0'.repeat(64),
    bot_public: true,
    bot_require_code_grant: false,
    bot: world.users.get(application.botId),
    integration_types_config: { '0': {}, '1': {} },
  };
}

/** The application as its own bot sees it. */
export function privateApplicationWire(world: World): Wire {
  const guilds = [...world.guilds.values()];
  return {
    ...applicationWire(world),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: world.users.get(world.application.ownerId),
    team: null,
    approximate_guild_count: guilds.filter((guild) => findMember(guild, world.application.botId))
      .length,
    approximate_user_install_count: 1,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
  };
}

/** A user's own account. */
export function selfWire(world: World, userId: string): Wire {
  const user = world.users.get(userId) as APIUser;
  return { ...user, mfa_enabled: false, locale: 'en-US', verified: true, email: null };
}
