import type { APIEmbed, APIMessage, APIUser } from 'discord.js';
import type { Discord } from '../discord.ts';
import { commandsOf } from '../interactions/commands.ts';
import type { InteractionAnswer, InteractionStart } from '../interactions/interactions.ts';
import {
  componentUse,
  contextMenuCommand,
  modalSubmission,
  slashCommand,
} from '../interactions/invocation.ts';
import {
  announceChannel,
  createThread,
  deleteChannel,
  openDirectMessage,
  setArchived,
} from '../messages/channels.ts';
import {
  deleteRole,
  setAvailable,
  setBotMember,
  setRolePermissions,
  setRoles,
} from '../messages/guilds.ts';
import {
  announceEdit,
  applyEdit,
  buildMessage,
  deleteMessages,
  type MessageBody,
  pageOfMessages,
  postMessage,
} from '../messages/messages.ts';
import { copiesOf, crosspostOf, forwardOf, replyTo } from '../messages/references.ts';
import { bytesOf, type UploadedFile } from '../world/files.ts';
import { permission } from '../world/permissions.ts';
import {
  channelType,
  findChannel,
  findGuild,
  findMessage,
  findUser,
  makeUser,
  messageFlag,
  messagesOf,
  type WorldChannel,
} from '../world/world.ts';
import type { AnswerWait, ControlCalls, Post } from './control.ts';
import { malformedFrames } from './faults.ts';
import { offeredCommands, viewOf } from './userView.ts';

const answerTimeoutMs = 30_000;

/** The control calls, done on the world itself. What they give is a copy. */
export function createControlCalls(discord: Discord): ControlCalls {
  const { world, gateway, faults, interactions } = discord;

  const channelOf = (reference: string): WorldChannel => {
    if (!reference.startsWith('dm:')) return findChannel(world, reference);
    const users = reference
      .slice('dm:'.length)
      .split('+')
      .map((name) => findUser(world, name).id);
    return openDirectMessage(
      discord,
      users.length > 1 ? users : [...users, world.application.botId],
    );
  };
  const place = (channelId: string): WorldChannel => findChannel(world, channelId);
  const messageOf = ({ id }: { id: string }): APIMessage => {
    const message = interactions.ephemeral(id)?.message ?? findMessage(world, id);
    if (message === undefined) throw new Error(`There is no message ${id}; was it deleted?`);
    return message;
  };
  const webhookOf = (channel: WorldChannel, name: string) => {
    for (const webhook of world.webhooks.values()) {
      if (webhook.channelId === channel.id && webhook.name === name) return webhook;
    }
    const webhook = { id: discord.nextId(), channelId: channel.id, name };
    world.webhooks.set(webhook.id, webhook);
    return webhook;
  };

  const post = (
    channel: WorldChannel,
    author: string,
    content: string | Post,
    more: Partial<APIMessage> = {},
  ): APIMessage => {
    const asked = typeof content === 'string' ? { content } : content;
    let kind: Partial<APIMessage> = {};
    let hook = asked.webhook;
    if (asked.replyTo) kind = replyTo(world, messageOf(asked.replyTo));
    if (asked.forwardOf) kind = forwardOf(world, messageOf(asked.forwardOf));
    let body = bodyOf(asked);
    if (asked.crosspostOf) {
      const origin = messageOf(asked.crosspostOf);
      kind = crosspostOf(world, origin);
      hook ??= nameOfOrigin(origin);
      body = { content: origin.content, embeds: structuredClone(origin.embeds) };
      if (!(Number(origin.flags) & messageFlag.crossposted)) {
        origin.flags = Number(origin.flags) | messageFlag.crossposted;
        announceEdit(discord, place(origin.channel_id), origin);
      }
    }
    const webhook = hook === undefined ? undefined : webhookOf(channel, hook);
    const by = webhook === undefined ? findUser(world, author) : webhookUser(webhook);
    const message = buildMessage(discord, channel, by, body, filesOf(asked), {
      ...kind,
      ...(webhook ? { webhook_id: webhook.id } : {}),
      ...more,
    });
    postMessage(discord, channel, message);
    return message;
  };
  const nameOfOrigin = ({ channel_id }: APIMessage) => {
    const { name, guildId } = place(channel_id);
    return `${guildId === undefined ? '' : findGuild(world, guildId).name} #${name}`;
  };

  /** Starts an interaction and waits for its answer. */
  const use = (start: InteractionStart, wait: AnswerWait = {}): Promise<InteractionAnswer> => {
    const { until = 'answered', followups = 0, timeoutMs = answerTimeoutMs } = wait;
    const done = (answer: InteractionAnswer) =>
      answer.outcome === 'unanswered' ||
      (answer.followups.length >= followups &&
        answer.outcome !== 'waiting' &&
        (until === 'acknowledged' || answer.outcome !== 'deferred' || answer.followups.length > 0));
    return new Promise((resolve, reject) => {
      const end = discord.events.subscribe((event) => {
        if (event.type !== 'answer' || event.answer !== answer || !done(answer)) return;
        finish();
        resolve(structuredClone(answer));
      });
      const timer = setTimeout(() => {
        finish();
        const { outcome, followups: came } = answer;
        reject(
          new Error(
            `Waited ${timeoutMs} ms for the answer to an interaction; it is "${outcome}" with ${came.length} follow-ups.`,
          ),
        );
      }, timeoutMs);
      const finish = () => {
        clearTimeout(timer);
        end();
      };
      const answer = interactions.start(start);
    });
  };
  const component = (
    user: string,
    message: { id: string },
    customId: string,
    values?: string[],
  ) => {
    const userId = findUser(world, user).id;
    const reader = interactions.ephemeral(message.id)?.userId;
    if (reader !== undefined && reader !== userId) {
      throw new Error(`${user} can't see that message: it is ephemeral.`);
    }
    const target = messageOf(message);
    return componentUse(discord, userId, place(target.channel_id), target, customId, values);
  };

  const calls: ControlCalls = {
    post: async (channel, author, content) => post(channelOf(channel), author, content),
    edit: async (message, content) => {
      const target = messageOf(message);
      const asked = typeof content === 'string' ? { content } : content;
      const channel = place(target.channel_id);
      applyEdit(discord, channel, target, bodyOf(asked), filesOf(asked));
      announceEdit(discord, channel, target);
      for (const copy of copiesOf(world, target.id)) {
        const { content, embeds } = target;
        const where = place(copy.channel_id);
        applyEdit(discord, where, copy, { content, embeds: structuredClone(embeds) });
        announceEdit(discord, where, copy);
      }
      return target;
    },
    delete: async (...messages) => {
      const first = messages[0];
      if (first === undefined) return;
      const channel = place(messageOf(first).channel_id);
      deleteMessages(
        discord,
        channel,
        messages.map(({ id }) => id),
      );
      for (const copy of messages.flatMap(({ id }) => copiesOf(world, id))) {
        copy.content = '[Original Message Deleted]';
        copy.embeds = [];
        copy.flags = Number(copy.flags) | messageFlag.sourceMessageDeleted;
        announceEdit(discord, place(copy.channel_id), copy);
      }
    },
    linkPreview: async (message, embed = examplePreview) => {
      const target = messageOf(message);
      target.embeds = [...target.embeds, embed];
      announceEdit(discord, place(target.channel_id), target);
      return target;
    },
    startThread: async (channel, author, name, { from, first } = {}) => {
      const parent = channelOf(channel);
      const ownerId = findUser(world, author).id;
      const thread = createThread(discord, parent, {
        name,
        ownerId,
        ...(from ? { id: from.id } : {}),
      });
      if (from) {
        const origin = messageOf(from);
        origin.flags = Number(origin.flags) | messageFlag.hasThread;
        announceEdit(discord, parent, origin);
      }
      if (first !== undefined) {
        const forum = parent.type === channelType.forum;
        post(thread, author, first, forum ? { id: thread.id } : {});
      }
      return thread.id;
    },
    archiveThread: async (thread) => {
      setArchived(discord, channelOf(thread), true);
      announceChannel(discord, channelOf(thread), 'THREAD_UPDATE');
    },

    command: async (user, channel, name, options = {}, wait) =>
      use(slashCommand(discord, findUser(world, user).id, channelOf(channel), name, options), wait),
    autocomplete: async (user, channel, name, focused, options, wait) => {
      const { id } = findUser(world, user);
      return use(slashCommand(discord, id, channelOf(channel), name, options, focused), wait);
    },
    contextMenu: async (user, name, target, wait) => {
      const { id } = findUser(world, user);
      if ('message' in target) {
        const message = messageOf(target.message);
        const channel = place(message.channel_id);
        return use(contextMenuCommand(discord, id, channel, name, { message }), wait);
      }
      const userId = findUser(world, target.user).id;
      const channel = channelOf(target.channel);
      return use(contextMenuCommand(discord, id, channel, name, { userId }), wait);
    },
    click: async (user, message, customId, wait) => use(component(user, message, customId), wait),
    select: async (user, message, customId, values, wait) =>
      use(component(user, message, customId, values), wait),
    submitModal: async (user, { id }, values, wait) => {
      const opener = interactions.started(id);
      if (opener?.answer.modal === undefined) throw new Error(`Interaction ${id} opened no form.`);
      const userId = findUser(world, user).id;
      if (opener.userId !== userId) throw new Error(`The form was not opened for ${user}.`);
      const { channel } = opener;
      return use(
        modalSubmission(discord, userId, channel, opener.answer.modal, values, opener),
        wait,
      );
    },
    answer: async (id) => interactions.answer(id) ?? null,

    channelId: async (channel) => channelOf(channel).id,
    messages: async (channel) => messagesOf(world, channelOf(channel).id),
    history: async (channel, page) =>
      pageOfMessages(world, channelOf(channel).id, page).toReversed(),
    view: async (user) => viewOf(world, findUser(world, user)),
    offered: async (user, channel) =>
      offeredCommands(discord, findUser(world, user).id, channelOf(channel)),
    commands: async (guild) =>
      commandsOf(discord, guild === undefined ? undefined : findGuild(world, guild).id),
    presence: async () => gateway.presence(),
    violations: async () => discord.violations.all(),
    clearViolations: async () => discord.violations.clear(),
    connections: async () => gateway.connections(),
    setPermissions: async (reference, target, { allow = [], deny = [] }) => {
      const channel = channelOf(reference);
      const guild = findGuild(world, channel.guildId ?? '');
      const role = guild.roles.find(({ id, name }) => id === target || name === target);
      const id = role?.id ?? findUser(world, target).id;
      const bits = (names: (keyof typeof permission)[]) =>
        names.reduce((sum, name) => sum | permission[name], 0n).toString();
      channel.overwrites = [
        ...channel.overwrites.filter((one) => one.id !== id),
        { id, type: role ? 0 : 1, allow: bits(allow), deny: bits(deny) },
      ];
      announceChannel(discord, channel, 'CHANNEL_UPDATE');
    },
    setRolePermissions: async (role, permissions) => setRolePermissions(discord, role, permissions),
    setRoles: async (user, roles) => setRoles(discord, user, roles),
    deleteRole: async (role) => deleteRole(discord, role),
    deleteChannel: async (channel) => deleteChannel(discord, channelOf(channel)),
    setBotMember: async (guild, member) => setBotMember(discord, guild, member),
    setAvailable: async (guild, available) => setAvailable(discord, guild, available),
    setReachable: async (user, reachable) => {
      world.application.unreachable = toggled(
        world.application.unreachable,
        findUser(world, user).id,
        !reachable,
      );
      discord.changed();
    },
    setInstalled: async (user, installed) => {
      world.application.installedBy = toggled(
        world.application.installedBy,
        findUser(world, user).id,
        installed,
      );
      discord.changed();
    },

    setMessageContent: async (on) => {
      world.application.messageContent = on;
      discord.changed();
    },

    dropGateway: async (code) => gateway.drop(code),
    refuseGateway: async (on) => gateway.refuse(on),
    refuseLogIns: async (code) => gateway.refuseLogIns(code),
    setLogInsLeft: async (left) => gateway.setLogInsLeft(left),
    muteGateway: async (on) => gateway.mute(on),
    acknowledgeHeartbeats: async (on) => gateway.acknowledgeHeartbeats(on),
    ignoreResumes: async (on) => gateway.ignoreResumes(on),
    setToken: async (token) => {
      discord.token = token;
      gateway.drop(4004);
    },
    invalidateSessions: async () => gateway.invalidateSessions(),
    sendInvalidSession: async (resumable) => gateway.sendInvalidSession(resumable),
    askToReconnect: async () => gateway.askToReconnect(),
    sendMalformed: async (frame) => gateway.sendRaw(malformedFrames[frame]),
    failRequests: async (fault) => faults.add(fault),
    clearFaults: async () => {
      faults.clear();
      gateway.refuse(false);
      gateway.refuseLogIns(null);
      gateway.mute(false);
      gateway.acknowledgeHeartbeats(true);
      gateway.ignoreResumes(false);
    },
  };
  return copying(calls);
}

/** What Discord adds below a link. */
const examplePreview: APIEmbed = {
  type: 'link' as APIEmbed['type'] & string,
  url: 'https://example.com/',
  title: 'Example',
  description: 'A page about examples.',
};

/** The same calls giving copies, so that what a caller holds doesn't change under it. */
function copying(calls: ControlCalls): ControlCalls {
  const copied = Object.entries(calls).map(([name, call]) => [
    name,
    async (...given: never[]) =>
      structuredClone(await (call as (...given: never[]) => Promise<unknown>)(...given)),
  ]);
  return Object.fromEntries(copied) as ControlCalls;
}

function bodyOf({ content, embeds, components }: Post): MessageBody {
  return {
    ...(content === undefined ? {} : { content }),
    ...(embeds === undefined ? {} : { embeds }),
    ...(components === undefined ? {} : { components }),
  };
}

function filesOf({ files = [] }: Post): UploadedFile[] {
  return files.map((file, index) => ({
    index: String(index),
    filename: file.filename,
    contentType: file.contentType ?? 'text/plain',
    bytes: bytesOf(file),
  }));
}

/** A webhook's posts come from a user that is none: its id and its name. */
function webhookUser({ id, name }: { id: string; name: string }): APIUser {
  return { ...makeUser(id, name, name, true), global_name: null, discriminator: '0000' };
}

function toggled(ids: string[], id: string, on: boolean): string[] {
  const others = ids.filter((one) => one !== id);
  return on ? [...others, id] : others;
}
