import type { APIEmbed } from 'discord.js';
import type { Discord } from '../discord.ts';
import { commandsOf } from '../interactions/commands.ts';
import { contextMenuCommand, slashCommand } from '../interactions/commandUse.ts';
import { componentUse, modalSubmission } from '../interactions/componentUse.ts';
import type { InteractionStart } from '../interactions/interaction.ts';
import { offeredCommands } from '../interactions/offered.ts';
import {
  announceChannel,
  createThread,
  deleteChannel,
  openDirectMessage,
  setArchived,
} from '../messages/channels.ts';
import { deleteEverywhere, editEverywhere } from '../messages/everywhere.ts';
import {
  deleteRole,
  setAvailable,
  setBotMember,
  setRolePermissions,
  setRoles,
} from '../messages/guilds.ts';
import { announceEdit } from '../messages/messages.ts';
import { permission } from '../world/permissions.ts';
import {
  channelType,
  findChannel,
  findGuild,
  findUser,
  messageFlag,
  messagesOf,
  type WorldChannel,
} from '../world/world.ts';
import type { AnswerWait, ControlCalls } from './control.ts';
import { malformedFrames } from './faults.ts';
import { bodyOf, filesOf, messageOf, postAs } from './posting.ts';
import { startAndWait } from './startAndWait.ts';

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
  const use = (start: InteractionStart, wait?: AnswerWait) => startAndWait(discord, start, wait);
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
    const target = messageOf(discord, message);
    return componentUse(discord, userId, place(target.channel_id), target, customId, values);
  };

  const calls: ControlCalls = {
    post: async (channel, author, content) => postAs(discord, channelOf(channel), author, content),
    edit: async (message, content) => {
      const target = messageOf(discord, message);
      const asked = typeof content === 'string' ? { content } : content;
      const channel = place(target.channel_id);
      editEverywhere(discord, channel, target, bodyOf(asked), filesOf(asked));
      return target;
    },
    delete: async (...messages) => {
      const first = messages[0];
      if (first === undefined) return;
      const channel = place(messageOf(discord, first).channel_id);
      deleteEverywhere(
        discord,
        channel,
        messages.map(({ id }) => id),
      );
    },
    linkPreview: async (message, embed = examplePreview) => {
      const target = messageOf(discord, message);
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
        const origin = messageOf(discord, from);
        origin.flags = Number(origin.flags) | messageFlag.hasThread;
        announceEdit(discord, parent, origin);
      }
      if (first !== undefined) {
        const forum = parent.type === channelType.forum;
        postAs(discord, thread, author, first, forum ? { id: thread.id } : {});
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
        const message = messageOf(discord, target.message);
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
    people: async () =>
      [...world.users.values()]
        .filter(({ id }) => id !== world.application.botId)
        .map((user) => ({ user, token: discord.userTokens.of(user.id) })),
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

    dropGateway: async (code, user) =>
      gateway.drop(
        user === undefined ? world.application.botId : findUser(world, user).id,
        // Over HTTP one that is left out comes as null.
        code ?? undefined,
      ),
    refuseGateway: async (on) => gateway.refuse(on),
    refuseLogIns: async (code) => gateway.refuseLogIns(code),
    setLogInsLeft: async (left) => gateway.setLogInsLeft(left),
    muteGateway: async (on) => gateway.mute(on),
    acknowledgeHeartbeats: async (on) => gateway.acknowledgeHeartbeats(on),
    ignoreResumes: async (on) => gateway.ignoreResumes(on),
    setToken: async (token) => {
      discord.token = token;
      gateway.drop(world.application.botId, 4004);
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

function toggled(ids: string[], id: string, on: boolean): string[] {
  const others = ids.filter((one) => one !== id);
  return on ? [...others, id] : others;
}
