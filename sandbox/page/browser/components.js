import { localFile } from './connection.js';
import { el } from './dom.js';
import { picture } from './embeds.js';
import { interact, use, useType } from './interactions.js';
import { markdown } from './markdown.js';
import { openPicker } from './picker.js';
import { allChannels, channelType, guildOf, nameOf, roleOf, titleOf, world } from './world.js';

/**
 * Buttons, selects and the newer layout components of a message.
 *
 * @typedef {Record<string, any> & { type: number }} Component
 * @typedef {import('./picker.js').Choice} Choice
 * @typedef {import('./world.js').Message} Message
 */

const BUTTON_STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'secondary', 'primary'];

/** @param {Message} message */
export const componentsView = (message) =>
  el(
    'div',
    { class: 'components' },
    componentViews(message, /** @type {never} */ (message.components ?? [])),
  );

/** @param {Message} message @param {readonly Component[]} components */
function componentViews(message, components) {
  return components.map((one) => componentView(message, one));
}

/** @param {Message} message @param {Component} component @returns {HTMLElement} */
function componentView(message, component) {
  /** @param {readonly Component[]} [inner] */
  const inside = (inner = component.components ?? []) => componentViews(message, inner);
  switch (component.type) {
    case 1:
      return el('div', { class: 'row' }, inside());
    case 2:
      return buttonView(message, component);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return selectView(message, component);
    case 9:
      return el(
        'div',
        { class: 'section' },
        el('div', {}, inside()),
        component.accessory ? componentView(message, component.accessory) : null,
      );
    case 10:
      return el('div', { class: 'text' }, markdown(component.content));
    case 11:
      return picture(component.media, component.description ?? 'thumbnail', 'picture thumb');
    case 12:
      return el(
        'div',
        { class: 'gallery' },
        component.items.map((/** @type {any} */ one) =>
          picture(one.media, one.description ?? 'picture'),
        ),
      );
    case 13: {
      const href = localFile(component.file?.url);
      return el(
        'div',
        { class: 'file' },
        href ? el('a', { href, download: '' }, component.name ?? 'file') : 'file',
      );
    }
    case 14:
      return el('hr', { class: component.divider === false ? 'gap' : '' });
    case 17: {
      const box = el('div', { class: 'embed container' }, inside());
      if (component.accent_color)
        box.style.setProperty('--bar', `#${component.accent_color.toString(16).padStart(6, '0')}`);
      return box;
    }
    default:
      return el(
        'span',
        { class: 'elsewhere' },
        `A component of type ${component.type}, which this page can't show.`,
      );
  }
}

/** @param {{ name?: string, id?: string } | undefined} emoji */
const emojiText = (emoji) => (emoji ? (emoji.id ? `:${emoji.name}:` : (emoji.name ?? '')) : '');

/** @param {Message} message @param {Component} component @param {string[]} [values] of a select */
const useComponent = (message, component, values) =>
  use(
    useType.component,
    message.channel_id,
    {
      component_type: component.type,
      custom_id: component.custom_id,
      ...(values ? { values } : {}),
    },
    { message },
  );

/** @param {Message} message @param {Component} component */
function buttonView(message, component) {
  const text = [emojiText(component.emoji), component.label].filter(Boolean).join(' ');
  if (component.style === 5) {
    return el(
      'a',
      {
        class: 'button secondary',
        href: component.url,
        target: '_blank',
        rel: 'noopener noreferrer',
      },
      `${text} ↗`,
    );
  }
  const button = el(
    'button',
    {
      type: 'button',
      class: `button ${BUTTON_STYLES[component.style] ?? 'secondary'}`,
      disabled: component.disabled === true,
    },
    text,
  );
  button.addEventListener('click', async () => {
    button.setAttribute('aria-busy', 'true');
    await interact(() => useComponent(message, component));
    button.removeAttribute('aria-busy');
  });
  return button;
}

/** @param {Message} message @param {Component} component */
function selectView(message, component) {
  const choices = choicesOf(component, message.channel_id);
  const chosen = choices.filter((one) => one.chosen).map(({ label }) => label);
  const button = el(
    'button',
    {
      type: 'button',
      class: 'select',
      disabled: component.disabled === true,
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
    },
    el(
      'span',
      { class: chosen.length > 0 ? '' : 'dim' },
      chosen.join(', ') || component.placeholder || 'Make a selection',
    ),
    el('span', { class: 'arrow', 'aria-hidden': 'true' }, '▾'),
  );
  button.addEventListener('click', () =>
    openPicker(button, {
      label: component.placeholder ?? 'Make a selection',
      choices,
      most: component.max_values ?? 1,
      least: component.min_values ?? 1,
      onChoose: async (values) => {
        button.setAttribute('aria-busy', 'true');
        await interact(() => useComponent(message, component, values));
        button.removeAttribute('aria-busy');
      },
    }),
  );
  return button;
}

/**
 * What a select offers in a channel.
 *
 * @param {Component} component
 * @param {string} channelId
 * @returns {Choice[]}
 */
export function choicesOf(component, channelId) {
  const defaults = new Set(
    (component.default_values ?? []).map((/** @type {{ id: string }} */ one) => one.id),
  );
  /** @param {Choice[]} choices */
  const marked = (choices) => choices.map((one) => ({ ...one, chosen: defaults.has(one.value) }));
  if (component.type === 3) {
    return component.options.map((/** @type {any} */ one) => ({
      value: one.value,
      label: [emojiText(one.emoji), one.label].filter(Boolean).join(' '),
      description: one.description,
      chosen: one.default === true,
    }));
  }
  if (component.type === 8) return marked(channelChoices(component.channel_types));
  const people = component.type === 6 ? [] : userChoices();
  const roles = component.type === 5 ? [] : roleChoices(channelId);
  return marked([...people, ...roles]);
}

/** @param {readonly number[]} [types] any when there are none @returns {Choice[]} */
export function channelChoices(types) {
  return allChannels()
    .filter(({ type }) => (types?.length ? types.includes(type) : type !== channelType.category))
    .filter(({ type }) => type !== channelType.dm)
    .map((channel) => ({
      value: channel.id,
      label: `#${titleOf(channel)}`,
      hint: guildOf(channel.id)?.name ?? '',
    }));
}

/** @returns {Choice[]} */
export const userChoices = () =>
  world().users.map((user) => ({ value: user.id, label: nameOf(user), hint: roleOf(user) }));

/** @param {string} channelId @returns {Choice[]} */
export const roleChoices = (channelId) =>
  (guildOf(channelId)?.roles ?? []).map(({ id, name }) => ({
    value: id,
    label: name.startsWith('@') ? name : `@${name}`,
    hint: 'role',
  }));
