import { channelChoices, roleChoices, userChoices } from './components.js';
import { attempt, byId, el, toast } from './dom.js';
import { interact, use, useType } from './interactions.js';
import { closePicker, openPicker } from './picker.js';
import { rest } from './rest.js';
import { currentChannel } from './world.js';

/**
 * Slash commands: the list while one types, then a field for each option.
 *
 * @typedef {import('./picker.js').Choice} Choice
 * @typedef {import('./picker.js').Picker} Picker
 * @typedef {Record<string, any> & { name: string, type: number, description: string }} Option
 * @typedef {{ path: string, description: string, options: Option[], registered: any, levels: Option[] }} Command with the (group and) subcommand that it is of what is registered
 * @typedef {{ option: Option, element: HTMLElement, input: HTMLInputElement, value: () => Promise<any> }} Field
 */

const textarea = /** @type {HTMLTextAreaElement} */ (byId('text'));
const box = byId('command');

/** @type {Command[]} */
let offered = [];
/** @type {Picker | null} */
let list = null;
/** @type {{ command: Command, fields: Field[] } | null} */
let current = null;

/**
 * What is offered to the user in a channel: commands, and entries of the menu of a message.
 *
 * @param {string} channelId
 * @returns {Promise<any[]>}
 */
export const commandIndex = async (channelId) =>
  (await rest('GET', `/channels/${channelId}/application-command-index`)).application_commands;

/** Learns what is offered to the user in the open channel. */
export async function refreshCommands() {
  const channel = currentChannel();
  offered = channel ? commandsIn(await commandIndex(channel.id)) : [];
  // Somebody may have begun to type one before it was known.
  if (document.activeElement === textarea && textarea.value.startsWith('/')) suggestCommands();
}

/** Each command and subcommand by the words it is called with. @param {any[]} registered @returns {Command[]} */
function commandsIn(registered) {
  /** @param {any} whole @param {any} one @param {Option[]} levels @returns {Command[]} */
  const leaves = (whole, one, levels) => {
    const inner = (one.options ?? []).filter((/** @type {Option} */ { type }) => type <= 2);
    if (inner.length > 0)
      return inner.flatMap((/** @type {Option} */ each) => leaves(whole, each, [...levels, each]));
    const path = [whole, ...levels].map(({ name }) => name).join(' ');
    const { description, options = [] } = one;
    return [{ path, description, options, registered: whole, levels }];
  };
  return registered
    .filter(({ type }) => type === 1)
    .flatMap((one) => leaves(one, one, []))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** Whether a command is being filled in instead of a text. */
export const isCommanding = () => current !== null;

/** Shows what fits what was typed; called on every change of the text. */
export function suggestCommands() {
  const typed = textarea.value;
  if (!typed.startsWith('/') || typed.includes('\n')) {
    list?.close();
    return;
  }
  const words = typed.slice(1).toLowerCase();
  const choices = offered
    .filter(
      ({ path }) =>
        path.startsWith(words) || path.split(' ').some((part) => part.startsWith(words)),
    )
    .map(({ path, description }) => ({ value: path, label: `/${path}`, description }));
  const none =
    offered.length === 0 ? 'No commands are offered to you here.' : 'There is no such command.';
  if (list) {
    list.show(choices, none);
    return;
  }
  list = openPicker(textarea, {
    label: 'Commands',
    follows: true,
    choices,
    onChoose: ([path = '']) => beginCommand(path),
    onClose: () => {
      list = null;
    },
  });
  list.show(choices, none);
}

/** @param {KeyboardEvent} event true when the list of commands took the key */
export const keyToCommands = (event) => list?.key(event) ?? false;

/** Begins to fill in a command. @param {string} path */
export function beginCommand(path) {
  const command = offered.find((one) => one.path === path);
  if (!command) return;
  textarea.value = '';
  current = { command, fields: [] };
  const more = el(
    'button',
    {
      type: 'button',
      class: 'chip more',
      'aria-haspopup': 'listbox',
      onclick: () => offerOptions(more),
    },
    '+ option',
  );
  box.replaceChildren(
    el('span', { class: 'chip name', title: command.description }, `/${path}`),
    more,
    el(
      'button',
      { type: 'button', class: 'plain', 'aria-label': 'Cancel the command', onclick: endCommand },
      '✕',
    ),
  );
  for (const option of command.options.filter(({ required }) => required)) addField(option);
  draw();
  const first = current.fields[0];
  if (first) first.input.focus();
  else byId('send').focus();
}

export function endCommand() {
  current = null;
  closePicker();
  box.replaceChildren();
  draw();
  textarea.focus();
}

function draw() {
  const left = current ? current.command.options.length - current.fields.length : 0;
  box.hidden = current === null;
  textarea.hidden = current !== null;
  const more = box.querySelector('.more');
  if (more) /** @type {HTMLElement} */ (more).hidden = left === 0;
}

/** @param {HTMLElement} anchor */
function offerOptions(anchor) {
  const used = new Set(current?.fields.map(({ option }) => option.name));
  const left = current?.command.options.filter(({ name }) => !used.has(name)) ?? [];
  openPicker(anchor, {
    label: 'Options',
    choices: left.map(({ name, description }) => ({ value: name, label: name, description })),
    onChoose: ([name]) => {
      const option = left.find((one) => one.name === name);
      if (option) addField(option).input.focus();
      draw();
    },
  });
}

/** @param {Option} option */
function addField(option) {
  const input = el('input', {
    class: 'option-input',
    type: option.type === 11 ? 'file' : 'text',
    'aria-label': `${option.name}: ${option.description}`,
    'aria-required': option.required === true,
    placeholder: option.description,
    inputmode: option.type === 4 || option.type === 10 ? 'decimal' : undefined,
    autocomplete: 'off',
    size: Math.min(28, Math.max(12, option.description.length)),
  });
  const element = el(
    'label',
    { class: 'chip option', title: option.description },
    el('span', { class: 'option-name' }, option.name),
    input,
  );
  if (!option.required) {
    element.append(
      el(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': `Remove ${option.name}`,
          onclick: () => removeField(field),
        },
        '✕',
      ),
    );
  }
  /** @type {Field} */
  const field = { option, element, input, value: readerOf(option, input) };
  current?.fields.push(field);
  box.insertBefore(element, box.querySelector('.more'));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      void runCommand();
    } else if (event.key === 'Escape') endCommand();
    else if (event.key === 'Backspace' && input.value === '' && !option.required)
      removeField(field);
  });
  return field;
}

/** @param {Field} field */
function removeField(field) {
  if (!current) return;
  closePicker();
  current.fields = current.fields.filter((one) => one !== field);
  field.element.remove();
  draw();
  byId('send').focus();
}

/**
 * Gives a field its list, and what its value is when the command is sent: undefined for none.
 *
 * @param {Option} option
 * @param {HTMLInputElement} input
 * @returns {() => Promise<any>}
 */
function readerOf(option, input) {
  if (option.type === 11) {
    return async () => input.files?.[0];
  }
  const fixed = fixedChoices(option);
  if (!fixed && !option.autocomplete) {
    const isNumber = option.type === 4 || option.type === 10;
    return async () =>
      input.value === ''
        ? undefined
        : isNumber
          ? Number(input.value.replace(',', '.'))
          : input.value;
  }
  /** @type {Choice | null} */
  let chosen = null;
  /** @type {Picker | null} */
  let picker = null;
  let asked = 0;
  const suggest = async () => {
    const typed = chosen?.label === input.value ? '' : input.value;
    const choices = fixed
      ? fixed.filter(({ label, description = '' }) =>
          `${label} ${description}`.toLowerCase().includes(typed.toLowerCase()),
        )
      : await complete(option, input.value, ++asked, () => asked);
    if (!choices || document.activeElement !== input) return;
    picker ??= openPicker(input, {
      label: option.name,
      follows: true,
      choices,
      onChoose: ([value]) => {
        chosen = shown.find((one) => one.value === value) ?? null;
        input.value = chosen?.label ?? '';
        input.size = Math.min(40, Math.max(8, input.value.length + 1));
      },
      onClose: () => {
        picker = null;
      },
    });
    shown = choices;
    picker.show(choices, 'Nothing to choose from.');
  };
  /** @type {Choice[]} */
  let shown = [];
  input.setAttribute('role', 'combobox');
  input.addEventListener('focus', suggest);
  input.addEventListener('click', () => picker ?? suggest());
  input.addEventListener('input', suggest);
  input.addEventListener('blur', () => picker?.close());
  input.addEventListener(
    'keydown',
    (event) => picker?.key(event) && event.stopImmediatePropagation(),
    true,
  );
  return async () => {
    if (input.value === '') return undefined;
    const one =
      chosen?.label === input.value
        ? chosen
        : fixed?.find(({ label }) => label.toLowerCase() === input.value.toLowerCase());
    if (fixed && !one) throw new Error(`“${input.value}” is not a choice of ${option.name}.`);
    const value = one?.value ?? input.value;
    if (option.type === 5) return value === 'true';
    return option.type === 4 || option.type === 10 ? Number(value) : value;
  };
}

/** @param {Option} option @returns {Choice[] | null} null when anything may be typed */
function fixedChoices(option) {
  if (option.choices?.length) {
    return option.choices.map((/** @type {any} */ { name, value }) => ({
      value: String(value),
      label: name,
    }));
  }
  const channelId = currentChannel()?.id ?? '';
  switch (option.type) {
    case 5:
      return ['True', 'False'].map((label) => ({ value: label.toLowerCase(), label }));
    case 6:
      return userChoices();
    case 7:
      return channelChoices(option.channel_types);
    case 8:
      return roleChoices(channelId);
    case 9:
      return [...userChoices(), ...roleChoices(channelId)];
    default:
      return null;
  }
}

/**
 * Asks the bot; null when something newer was typed meanwhile.
 *
 * @param {Option} option
 * @param {string} typed
 * @param {number} number
 * @param {() => number} latest
 * @returns {Promise<Choice[] | null>}
 */
async function complete(option, typed, number, latest) {
  const channel = currentChannel();
  if (!current || !channel) return null;
  const { command } = current;
  const others = await valuesOf(current.fields.filter((one) => one.option !== option)).catch(
    () => ({}),
  );
  const { data } = commandData(command, { ...others, [option.name]: typed }, option.name);
  const answer = await attempt(() => use(useType.autocomplete, channel.id, data));
  if (number !== latest()) return null;
  /** @type {{ name: string, value: unknown }[]} */
  const choices = answer?.data.choices ?? [];
  return choices.map(({ name, value }) => ({ value: String(value), label: name }));
}

/** @param {Field[]} fields @returns {Promise<Record<string, any>>} */
async function valuesOf(fields) {
  const entries = await Promise.all(
    fields.map(async ({ option, value }) => [option.name, await value()]),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Sends the command with what is filled in. */
export async function runCommand() {
  const channel = currentChannel();
  if (!current || !channel) return;
  const { command, fields } = current;
  const options = await attempt(() => valuesOf(fields));
  if (!options) return;
  const missing = fields.find(
    ({ option }) => option.required && options[option.name] === undefined,
  );
  if (missing) {
    toast(`/${command.path} needs ${missing.option.name}.`, 'bad');
    missing.input.focus();
    return;
  }
  const { data, files } = commandData(command, options);
  const answer = await interact(() => use(useType.command, channel.id, data, { files }));
  if (answer) endCommand();
}

/**
 * A command with its options as Discord takes it: within its subcommand, files by their number.
 *
 * @param {Command} command
 * @param {Record<string, any>} values by option
 * @param {string} [focused] the one that is being typed
 */
function commandData({ registered, levels, options }, values, focused) {
  /** @type {File[]} */
  const files = [];
  /** @type {any[]} */
  let given = options
    .filter(({ name }) => values[name] !== undefined)
    .map(({ type, name }) => {
      const value = values[name];
      const isFile = value instanceof File;
      if (isFile) files.push(value);
      return {
        type,
        name,
        value: isFile ? String(files.length - 1) : value,
        ...(name === focused ? { focused: true } : {}),
      };
    });
  for (const { type, name } of levels.toReversed()) given = [{ type, name, options: given }];
  const { id, name, version } = registered;
  const attachments = files.map((file, at) => ({ id: String(at), filename: file.name }));
  return { data: { id, name, version, type: 1, options: given, attachments }, files };
}
