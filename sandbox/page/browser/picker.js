import { el } from './dom.js';

/**
 * A list to choose from that opens beside something: selects, commands, an option's choices, menus.
 *
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} label
 * @property {string} [description]
 * @property {string} [hint] shown at the right
 * @property {Node} [icon]
 * @property {boolean} [chosen]
 * @property {boolean} [danger]
 *
 * @typedef {object} Picker
 * @property {HTMLElement} element
 * @property {(choices: readonly Choice[], empty?: string) => void} show replaces what can be chosen
 * @property {(event: KeyboardEvent) => boolean} key takes a key of whatever has the focus; true when it was for the list
 * @property {() => void} close
 */

let count = 0;

/** @type {Picker | null} */
let open = null;

/** Closes whichever list is open. */
export const closePicker = () => open?.close();

/**
 * Opens a list beside an element. Only one is open at a time.
 *
 * @param {HTMLElement} anchor
 * @param {object} options
 * @param {string} options.label what is chosen, for a screen reader
 * @param {readonly Choice[]} options.choices
 * @param {(values: string[]) => void} options.onChoose
 * @param {() => void} [options.onClose]
 * @param {number} [options.most] more than one: several are chosen, then Done
 * @param {number} [options.least]
 * @param {boolean} [options.search] a field above the list narrows it
 * @param {boolean} [options.follows] the focus stays in the anchor, which gives its keys to the list
 * @param {'menu' | 'listbox'} [options.role]
 * @returns {Picker}
 */
export function openPicker(anchor, options) {
  open?.close();
  const {
    label,
    onChoose,
    onClose,
    most = 1,
    least = 1,
    follows = false,
    role = 'listbox',
  } = options;
  const id = `list-${++count}`;
  let choices = options.choices;
  /** @type {readonly Choice[]} */
  let shown = choices;
  let active = 0;
  const chosen = new Set(choices.filter((one) => one.chosen).map(({ value }) => value));
  const list = el('div', {
    id,
    role,
    'aria-label': label,
    class: 'choices',
    tabindex: '-1',
    'aria-multiselectable': most > 1,
  });
  const box = el('div', { class: 'picker' });
  const hasSearch = options.search ?? (!follows && role === 'listbox' && choices.length > 8);
  const search = el('input', {
    class: 'picker-search',
    placeholder: 'Search',
    'aria-label': `Search: ${label}`,
    autocomplete: 'off',
  });
  if (hasSearch) box.append(search);
  box.append(list);
  const done = el(
    'button',
    { class: 'button primary', type: 'button', onclick: () => finish([...chosen]) },
    'Done',
  );
  if (most > 1) box.append(el('div', { class: 'picker-foot' }, done));

  /** @param {string[]} values */
  const finish = (values) => {
    picker.close();
    if (!follows) anchor.focus();
    onChoose(values);
  };
  /** @param {Choice} choice */
  const choose = ({ value }) => {
    if (most === 1) return finish([value]);
    if (!chosen.delete(value) && chosen.size < most) chosen.add(value);
    draw();
  };
  const draw = () => {
    const focused = hasSearch ? search : follows ? anchor : list;
    list.replaceChildren(
      ...shown.map((choice, at) => {
        const isActive = at === active;
        const item = el(
          'div',
          {
            id: `${id}-${at}`,
            role: role === 'menu' ? 'menuitem' : 'option',
            class: `choice${isActive ? ' active' : ''}${choice.danger ? ' danger' : ''}`,
            'aria-selected':
              role === 'menu' ? undefined : String(most > 1 ? chosen.has(choice.value) : isActive),
          },
          choice.icon,
          el(
            'span',
            { class: 'choice-words' },
            el('span', { class: 'choice-label' }, choice.label),
            choice.description ? el('span', { class: 'choice-more' }, choice.description) : null,
          ),
          choice.hint ? el('span', { class: 'choice-hint' }, choice.hint) : null,
          (most > 1 ? chosen.has(choice.value) : choice.chosen)
            ? el('span', { class: 'tick', 'aria-hidden': 'true' }, '✓')
            : null,
        );
        item.addEventListener('pointerdown', (event) => event.preventDefault());
        item.addEventListener('click', () => choose(choice));
        return item;
      }),
    );
    if (shown.length === 0) list.append(el('div', { class: 'choice-none' }, empty));
    if (shown.length > 0) focused.setAttribute('aria-activedescendant', `${id}-${active}`);
    else focused.removeAttribute('aria-activedescendant');
    /** @type {HTMLElement | null} */ (list.querySelector('.active'))?.scrollIntoView({
      block: 'nearest',
    });
    done.disabled = chosen.size < least;
    place();
  };
  let empty = 'Nothing fits.';

  const place = () => {
    const { left, top, bottom, width } = anchor.getBoundingClientRect();
    const wide = Math.min(Math.max(width, 240), 460, innerWidth - 16);
    box.style.width = `${wide}px`;
    box.style.left = `${Math.max(8, Math.min(left, innerWidth - wide - 8))}px`;
    const below = innerHeight - bottom;
    const isAbove = below < 260 && top > below;
    box.style.maxHeight = `${Math.min(400, (isAbove ? top : below) - 16)}px`;
    box.style.top = isAbove ? '' : `${bottom + 4}px`;
    box.style.bottom = isAbove ? `${innerHeight - top + 4}px` : '';
  };

  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const current = shown[active];
    if (by !== undefined && shown.length > 0) {
      active =
        Math.abs(by) === 1
          ? (active + by + shown.length) % shown.length
          : Math.max(0, Math.min(shown.length - 1, active + by));
      draw();
    } else if (event.key === 'Escape') {
      picker.close();
      if (!follows) anchor.focus();
    } else if (
      (event.key === 'Enter' ||
        // Where several are chosen Tab goes on to Done.
        (event.key === 'Tab' && most === 1) ||
        (event.key === ' ' && !hasSearch && !follows)) &&
      current &&
      !event.isComposing
    ) {
      choose(current);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  /** @param {Event} event */
  const outside = (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!box.contains(target) && !anchor.contains(target)) picker.close();
  };

  /** @type {Picker} */
  const picker = {
    element: box,
    show(next, none = 'Nothing fits.') {
      choices = next;
      shown = next;
      empty = none;
      active = 0;
      draw();
    },
    key,
    close() {
      if (open !== picker) return;
      open = null;
      document.removeEventListener('pointerdown', outside, true);
      removeEventListener('resize', place);
      anchor.setAttribute('aria-expanded', 'false');
      anchor.removeAttribute('aria-activedescendant');
      box.remove();
      onClose?.();
    },
  };
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase();
    shown = choices.filter(({ label: one, description = '' }) =>
      `${one} ${description}`.toLowerCase().includes(words),
    );
    active = 0;
    draw();
  });
  if (!follows) {
    box.addEventListener('keydown', (event) => {
      const isDone = event.target === done && event.key !== 'Escape';
      if (!isDone) key(event);
    });
  }
  document.addEventListener('pointerdown', outside, true);
  addEventListener('resize', place);
  anchor.setAttribute('aria-expanded', 'true');
  anchor.setAttribute('aria-controls', id);
  // A dialog is above everything else: its lists must be inside of it.
  (anchor.closest('dialog') ?? document.body).append(box);
  open = picker;
  active = Math.max(0, role === 'menu' ? 0 : shown.findIndex((one) => one.chosen));
  draw();
  if (!follows) (hasSearch ? search : list).focus();
  return picker;
}
