import { attempt, byId, el, icon, icons } from './dom.js';
import { avatar, summaryOf } from './message.js';
import { lastOf } from './messageList.js';
import { openPicker } from './picker.js';
import { rest } from './rest.js';
import { samples, writeSample } from './samples.js';
import {
  endCommand,
  isCommanding,
  keyToCommands,
  refreshCommands,
  runCommand,
  suggestCommands,
} from './slash.js';
import {
  channelType,
  currentChannel,
  nameOf,
  openNewChannel,
  titleOf,
  userOf,
  world,
} from './world.js';

/**
 * Where one writes: text with files, as a reply or as an edit, and slash commands.
 *
 * @typedef {import('./world.js').Message} Message
 */

const textarea = /** @type {HTMLTextAreaElement} */ (byId('text'));
const about = byId('about');
const filesBox = byId('files');
const fileInput = /** @type {HTMLInputElement} */ (byId('file'));

/** @type {{ kind: 'reply' | 'edit', message: Message } | null} */
let target = null;
/** @type {File[]} */
let files = [];
/** Which product the samples are about. */
let productOf = () => 'SOL-USD';

const isTouch = matchMedia('(pointer: coarse)');

function grow() {
  textarea.style.height = 'auto';
  textarea.style.height = `${Math.min(textarea.scrollHeight, innerHeight * 0.4)}px`;
}

/** @param {typeof target} next */
function aim(next) {
  if (target?.kind === 'edit' && next?.kind !== 'edit') textarea.value = '';
  target = next;
  about.hidden = next === null;
  if (next) {
    const who = nameOf(userOf(next.message.author.id) ?? next.message.author);
    about.replaceChildren(
      el(
        'span',
        { class: 'about-words' },
        next.kind === 'reply' ? 'Replying to ' : 'Editing ',
        next.kind === 'reply' ? el('b', {}, who) : el('b', {}, 'your message'),
        ` · ${summaryOf(next.message)}`,
      ),
      el(
        'button',
        { type: 'button', class: 'plain', 'aria-label': 'Stop that', onclick: () => aim(null) },
        '✕',
      ),
    );
    if (next.kind === 'edit') textarea.value = next.message.content;
    if (isCommanding()) endCommand();
    textarea.focus();
  }
  grow();
}

/** @param {Message} message */
export const reply = (message) => aim({ kind: 'reply', message });
/** @param {Message} message */
export const edit = (message) => aim({ kind: 'edit', message });

function drawFiles() {
  filesBox.hidden = files.length === 0;
  filesBox.replaceChildren(
    ...files.map((file) =>
      el(
        'span',
        { class: 'chip' },
        file.name,
        el(
          'button',
          {
            type: 'button',
            class: 'plain',
            'aria-label': `Leave out ${file.name}`,
            onclick: () => {
              files = files.filter((one) => one !== file);
              drawFiles();
            },
          },
          '✕',
        ),
      ),
    ),
  );
}

/** @param {Iterable<File>} more */
function addFiles(more) {
  files = [...files, ...more];
  drawFiles();
}

async function send() {
  if (isCommanding()) return runCommand();
  const channel = currentChannel();
  const content = textarea.value.trim();
  if (!channel || (content === '' && files.length === 0)) return;
  const now = target;
  const sent = files;
  const done = await attempt(async () => {
    const messages = `/channels/${channel.id}/messages`;
    if (now?.kind === 'edit') await rest('PATCH', `${messages}/${now.message.id}`, { content });
    else if (channel.type === channelType.forum) {
      const name = content.split('\n')[0]?.slice(0, 90) || 'A post';
      const post = { name, message: { content } };
      openNewChannel((await rest('POST', `/channels/${channel.id}/threads`, post, sent)).id);
    } else {
      const reference = now && { message_id: now.message.id, channel_id: channel.id };
      const body = { content, ...(reference ? { message_reference: reference } : {}) };
      await rest('POST', messages, body, sent);
    }
    return true;
  });
  if (!done) return;
  textarea.value = '';
  files = [];
  drawFiles();
  aim(null);
}

/** Shows who writes where, or why they can't. */
export function drawComposer() {
  const channel = currentChannel();
  const may = channel?.maySend === true;
  const { user } = world();
  byId('composer').classList.toggle('closed', !may);
  textarea.disabled = !may;
  const where = channel
    ? channel.type === channelType.dm
      ? titleOf(channel)
      : `#${titleOf(channel)}`
    : '';
  textarea.placeholder = may
    ? channel?.type === channelType.forum
      ? `New post in ${where}`
      : `Message ${where}`
    : `${nameOf(user)} can't write in ${where || 'any channel'}.`;
  textarea.setAttribute(
    'aria-label',
    may ? `${textarea.placeholder} as ${nameOf(user)}` : textarea.placeholder,
  );
  byId('as').replaceChildren(avatar(user));
  void attempt(refreshCommands);
}

/** A message or a command that something else begins. @param {string} text */
export function write(text) {
  if (isCommanding()) endCommand();
  textarea.value = text;
  grow();
  textarea.focus();
}

/** Called when the user or the channel changed: what was begun is for neither. */
export function leaveComposer() {
  if (isCommanding()) endCommand();
  aim(null);
}

/** @param {() => string} product the product that samples are about */
export function startComposer(product) {
  productOf = product;
  byId('send').append(icon(icons.send));
  byId('send').addEventListener('click', send);
  byId('attach').append(icon(icons.plus));
  byId('attach').addEventListener('click', () => fileInput.click());
  fileInput.addEventListener('change', () => {
    addFiles(fileInput.files ?? []);
    fileInput.value = '';
  });
  const sampleButton = byId('sample');
  sampleButton.append(icon(icons.spark));
  sampleButton.addEventListener('click', () =>
    openPicker(sampleButton, {
      label: 'Write a sample',
      search: false,
      choices: samples.map(({ name }) => ({ value: name, label: name })),
      onChoose: async ([name]) => {
        const sample = samples.find((one) => one.name === name);
        const text = sample && (await attempt(() => writeSample(sample, productOf())));
        if (text) write(text);
      },
    }),
  );
  const slashButton = byId('slash');
  slashButton.addEventListener('click', () => {
    write('/');
    suggestCommands();
  });
  textarea.addEventListener('input', () => {
    grow();
    suggestCommands();
  });
  textarea.addEventListener('keydown', (event) => {
    if (keyToCommands(event) || event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && !isTouch.matches) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') aim(null);
    else if (event.key === 'ArrowUp' && textarea.value === '') {
      const own = lastOf(world().user.id);
      if (own) {
        event.preventDefault();
        edit(own);
      }
    }
  });
  textarea.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.files ?? [];
    if (pasted.length > 0) addFiles(pasted);
  });
  const chat = byId('chat');
  chat.addEventListener('dragover', (event) => event.preventDefault());
  chat.addEventListener('drop', (event) => {
    event.preventDefault();
    addFiles(event.dataTransfer?.files ?? []);
  });
  byId('send').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isCommanding()) endCommand();
  });
}
