import { channelChoices } from './components.js';
import { askText } from './dialogs.js';
import { attempt, el, icon, icons, toast } from './dom.js';
import { interact, isEphemeral, use, useType } from './interactions.js';
import { summaryOf } from './message.js';
import { openPicker } from './picker.js';
import { rest } from './rest.js';
import { commandIndex } from './slash.js';
import { channelOf, channelType, isThread, openNewChannel, world } from './world.js';

/**
 * What can be done with a message: a few buttons at its corner, and a menu with the bot's own
 * commands.
 *
 * @typedef {import('./world.js').Message} Message
 * @typedef {import('./picker.js').Choice} Choice
 */

/** What the composer does for it. */
let composer = {
  /** @param {Message} _message */
  reply(_message) {},
  /** @param {Message} _message */
  edit(_message) {},
};

/** @param {typeof composer} acts */
export function startMessageMenu(acts) {
  composer = acts;
}

/** @type {HTMLElement | null} */
let toolbar = null;

/**
 * Puts the buttons at the corner of a message; gives the one that opens the menu.
 *
 * @param {Message} message
 * @param {HTMLElement} element
 * @returns {HTMLElement}
 */
export function toolbarFor(message, element) {
  if (toolbar?.parentElement === element)
    return /** @type {HTMLElement} */ (toolbar.lastElementChild);
  toolbar?.remove();
  const rights = rightsOver(message);
  const more = tool('More', icons.more, () => openMessageMenu(message, more));
  more.setAttribute('aria-haspopup', 'menu');
  toolbar = el(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Message' },
    rights.mayReply ? tool('Reply', icons.reply, () => composer.reply(message)) : null,
    rights.isOwn ? tool('Edit', icons.edit, () => composer.edit(message)) : null,
    isEphemeral(message) ? null : tool('Forward', icons.forward, () => forward(message, more)),
    more,
  );
  element.append(toolbar);
  return more;
}

/** @param {Message} message */
const pathOf = ({ id, channel_id }) => `/channels/${channel_id}/messages/${id}`;

/** @param {string} name @param {string} path @param {() => void} act */
const tool = (name, path, act) =>
  el(
    'button',
    { type: 'button', class: 'tool', 'aria-label': name, title: name, onclick: act },
    icon(path),
  );

/** @param {Message} message */
function rightsOver(message) {
  const channel = channelOf(message.channel_id);
  const isHidden = isEphemeral(message);
  const isOwn = message.author.id === world().user.id && !message.message_snapshots?.length;
  return {
    isOwn,
    mayReply: !isHidden && channel?.maySend === true,
    mayDelete: !isHidden && (message.author.id === world().user.id || channel?.mayManage === true),
    mayThread:
      !isHidden &&
      channel !== undefined &&
      !isThread(channel) &&
      channel.type !== channelType.dm &&
      channel.maySend,
  };
}

/** @param {Message} message @param {HTMLElement} anchor */
export async function openMessageMenu(message, anchor) {
  const rights = rightsOver(message);
  const offered = isEphemeral(message)
    ? []
    : ((await attempt(() => commandIndex(message.channel_id))) ?? []);
  const apps = offered.filter(({ type }) => type === 3);
  /** @type {(Choice & { act: () => unknown })[]} */
  const entries = [];
  /** @param {boolean} offer @param {string} label @param {string} path @param {() => unknown} act @param {Partial<Choice>} [more] */
  const add = (offer, label, path, act, more = {}) => {
    if (offer) entries.push({ value: label, label, icon: icon(path), act, ...more });
  };
  for (const { id, name, version } of apps) {
    add(
      true,
      name,
      icons.apps,
      () =>
        interact(() =>
          use(useType.command, message.channel_id, {
            id,
            name,
            version,
            type: 3,
            target_id: message.id,
          }),
        ),
      { hint: 'Apps' },
    );
  }
  add(rights.mayReply, 'Reply', icons.reply, () => composer.reply(message));
  add(rights.isOwn, 'Edit', icons.edit, () => composer.edit(message));
  add(!isEphemeral(message), 'Forward', icons.forward, () => forward(message, anchor));
  add(rights.mayThread, 'Start a thread', icons.thread, () => startThread(message));
  add(true, 'Copy text', icons.copy, () => copy(message));
  add(
    rights.mayDelete,
    'Delete',
    icons.trash,
    () => attempt(() => rest('DELETE', pathOf(message))),
    { danger: true },
  );
  openPicker(anchor, {
    label: 'Message',
    role: 'menu',
    choices: entries,
    onChoose: ([value]) => entries.find((one) => one.value === value)?.act(),
  });
}

/** @param {Message} message @param {HTMLElement} anchor */
function forward(message, anchor) {
  openPicker(anchor, {
    label: 'Forward to',
    search: true,
    choices: channelChoices().filter(({ value }) => channelOf(value)?.maySend),
    onChoose: ([channelId = '']) =>
      attempt(async () => {
        await rest('POST', `/channels/${channelId}/messages`, {
          message_reference: {
            type: 1,
            message_id: message.id,
            channel_id: message.channel_id,
          },
        });
        toast('Forwarded.');
      }),
  });
}

/** @param {Message} message */
async function startThread(message) {
  const name = await askText({
    title: 'Start a thread',
    label: 'Name',
    initial: summaryOf(message).slice(0, 40),
    submit: 'Start',
  });
  if (!name?.trim()) return;
  await attempt(async () => {
    const thread = await rest('POST', `${pathOf(message)}/threads`, { name: name.trim() });
    openNewChannel(thread.id);
  });
}

/** @param {Message} message */
async function copy(message) {
  const embeds = message.embeds.map(({ title, description }) =>
    [title, description].filter(Boolean).join('\n'),
  );
  await attempt(async () => {
    await navigator.clipboard.writeText([message.content, ...embeds].filter(Boolean).join('\n'));
    toast('Copied.');
  });
}
