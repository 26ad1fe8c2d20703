import { attempt, byId, el } from './dom.js';
import { dismiss, ephemeralsOf } from './interactions.js';
import { messageView, timeOf } from './message.js';
import { openMessageMenu, toolbarFor } from './messageMenu.js';
import { rest } from './rest.js';
import { openChannel } from './world.js';

/**
 * The messages of the open channel: the newest first loaded, older ones as one scrolls up.
 *
 * @typedef {import('./world.js').Message} Message
 * @typedef {{ message: Message, element: HTMLLIElement }} Item
 */

const FIRST_PAGE = 50;
const NEXT_PAGE = 100;
/** Messages of one author closer than this stand together. */
const TOGETHER_MS = 7 * 60_000;

const list = byId('messages');
const scroller = byId('scroller');

/** Oldest first. @type {Item[]} */
let items = [];
let channelId = '';
let hasOlder = false;
let isLoading = false;
/** The message that the Tab key stops at; the arrow keys go from message to message. @type {Item | undefined} */
let stop;
/** Whether the newest message is kept in view. */
let isFollowing = true;

/** @type {import('./message.js').MessageActs} */
const acts = {
  jump(id) {
    const found = items.find(({ message }) => message.id === id);
    if (!found) return;
    found.element.scrollIntoView({ block: 'center' });
    found.element.focus();
    found.element.classList.add('flash');
    setTimeout(() => found.element.classList.remove('flash'), 1_500);
  },
  dismiss(id) {
    dismiss(id);
    removeMessage(id);
  },
  openThread: openChannel,
};

/** @param {Item | undefined} item */
function stopAt(item) {
  stop?.element.setAttribute('tabindex', '-1');
  stop = item;
  stop?.element.setAttribute('tabindex', '0');
}

/** The newest one, unless somebody is among the messages just now. */
function placeStop() {
  const isAmong = stop && items.includes(stop) && list.contains(document.activeElement);
  stopAt(isAmong ? stop : items.at(-1));
}

/** @param {string} a @param {string} b snowflakes */
const isBefore = (a, b) => a.length - b.length < 0 || (a.length === b.length && a < b);

const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
const toEnd = () => {
  scroller.scrollTop = scroller.scrollHeight;
};

const sizeNow = () => `${scroller.clientWidth} ${scroller.clientHeight}`;
let size = '';
const isSameSize = () => size === sizeNow();

/**
 * One page of a channel, oldest first: its newest messages, or the newest before one.
 *
 * @param {string} id
 * @param {number} limit
 * @param {string} [before]
 * @returns {Promise<Message[]>}
 */
async function history(id, limit, before) {
  const query = new URLSearchParams({ limit: String(limit), ...(before ? { before } : {}) });
  return (await rest('GET', `/channels/${id}/messages?${query}`)).toReversed();
}

/** Shows a channel from its newest message up. @param {string} id */
export async function showMessages(id) {
  channelId = id;
  isLoading = true;
  list.setAttribute('aria-busy', 'true');
  const page = id === '' ? [] : ((await attempt(() => history(id, FIRST_PAGE))) ?? []);
  if (channelId !== id) return;
  hasOlder = page.length === FIRST_PAGE;
  items = [...page, ...ephemeralsOf(id)]
    .toSorted((a, b) => (isBefore(a.id, b.id) ? -1 : 1))
    .map(itemOf);
  list.replaceChildren(chunkOf(items));
  group(0, items.length);
  placeStop();
  byId('channel-start').hidden = hasOlder;
  isFollowing = true;
  toEnd();
  isLoading = false;
  list.removeAttribute('aria-busy');
}

/** Messages that are drawn, or left out while they are out of view, together. @param {readonly Item[]} some */
const chunkOf = (some) =>
  el(
    'ol',
    { class: 'chunk' },
    some.map(({ element }) => element),
  );

/** Where the next message goes. */
function lastChunk() {
  const last = list.lastElementChild;
  if (last && last.childElementCount < NEXT_PAGE) return last;
  const chunk = chunkOf([]);
  list.append(chunk);
  return chunk;
}

/** @param {Message} message @returns {Item} */
const itemOf = (message) => ({ message, element: messageView(message, acts) });

/** A message of the open channel that came or changed. @param {Message} message */
export function putMessage(message) {
  if (message.channel_id !== channelId) return;
  const at = items.findIndex(({ message: { id } }) => id === message.id);
  if (at >= 0) {
    const item = itemOf(message);
    const old = items[at]?.element;
    const hadFocus = old?.contains(document.activeElement);
    old?.replaceWith(item.element);
    const wasStop = items[at] === stop;
    items[at] = item;
    if (wasStop) stopAt(item);
    group(at, at + 1);
    if (hadFocus) item.element.focus({ preventScroll: true });
  } else {
    // What is older than the first one shown comes with its page.
    const first = items[0];
    if (hasOlder && first && isBefore(message.id, first.message.id)) return;
    let place = items.length;
    while (place > 0 && isBefore(message.id, items[place - 1]?.message.id ?? '')) place -= 1;
    const item = itemOf(message);
    const next = items[place];
    if (next) next.element.before(item.element);
    else lastChunk().append(item.element);
    items.splice(place, 0, item);
    group(place, place + 2);
    placeStop();
  }
  if (isFollowing) toEnd();
  else if (at < 0) byId('newer').hidden = false;
}

/** @param {string} id */
export function removeMessage(id) {
  const at = items.findIndex(({ message }) => message.id === id);
  if (at < 0) return;
  items[at]?.element.remove();
  items.splice(at, 1);
  group(at, at + 1);
  placeStop();
}

/** The newest message of somebody, for the key that edits it. @param {string} userId */
export const lastOf = (userId) =>
  items.findLast(({ message }) => message.author.id === userId && message.type !== 20)?.message;

/** Sets messages of one author together, and days apart. @param {number} from @param {number} to */
function group(from, to) {
  for (let at = from; at < to; at += 1) {
    const item = items[at];
    if (!item) continue;
    const before = items[at - 1];
    const time = timeOf(item.message);
    const day = time.toDateString();
    const isNewDay = !before || timeOf(before.message).toDateString() !== day;
    const follows =
      !isNewDay &&
      before.message.author.id === item.message.author.id &&
      before.message.author.username === item.message.author.username &&
      item.message.type === 0 &&
      time.getTime() - timeOf(before.message).getTime() < TOGETHER_MS;
    item.element.classList.toggle('follows', follows);
    if (isNewDay)
      item.element.dataset.day = time.toLocaleDateString('en-GB', { dateStyle: 'long' });
    else delete item.element.dataset.day;
  }
}

async function loadOlder() {
  const first = items[0];
  if (isLoading || !hasOlder || !first) return;
  isLoading = true;
  const id = channelId;
  const page = (await attempt(() => history(id, NEXT_PAGE, first.message.id))) ?? [];
  isLoading = false;
  if (channelId !== id) return;
  hasOlder = page.length === NEXT_PAGE;
  const older = page.map(itemOf);
  const height = scroller.scrollHeight;
  const top = scroller.scrollTop;
  list.setAttribute('aria-busy', 'true');
  list.prepend(chunkOf(older));
  items = [...older, ...items];
  group(0, older.length + 1);
  byId('channel-start').hidden = hasOlder;
  scroller.scrollTop = top + scroller.scrollHeight - height;
  list.removeAttribute('aria-busy');
}

/** Wires the list up; called once. */
export function startMessageList() {
  scroller.addEventListener(
    'scroll',
    () => {
      if (scroller.scrollTop < 1_200) void loadOlder();
      // Turning a phone moves the end out of view; that is no scrolling.
      if (isSameSize()) isFollowing = isAtEnd();
      if (isFollowing) byId('newer').hidden = true;
    },
    { passive: true },
  );
  byId('newer').addEventListener('click', () => {
    toEnd();
    byId('newer').hidden = true;
  });
  // Heights are estimates until a message is seen, and pictures come late.
  const observer = new ResizeObserver(() => {
    size = sizeNow();
    if (isFollowing) toEnd();
  });
  observer.observe(list);
  observer.observe(scroller);

  /** @param {Event} event */
  const itemAt = (event) => {
    const element = /** @type {Element} */ (event.target).closest?.('.message');
    return items.find((one) => one.element === element);
  };
  for (const type of ['pointerover', 'focusin']) {
    list.addEventListener(type, (event) => {
      const item = itemAt(event);
      if (item) toolbarFor(item.message, item.element);
      if (item && type === 'focusin') stopAt(item);
    });
  }
  list.addEventListener('contextmenu', (event) => {
    const item = itemAt(event);
    if (!item || getSelection()?.toString()) return;
    event.preventDefault();
    openMessageMenu(item.message, toolbarFor(item.message, item.element));
  });
  list.addEventListener('keydown', (event) => {
    const item = itemAt(event);
    if (!item || event.target !== item.element) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by) items[items.indexOf(item) + by]?.element.focus();
    else if (event.key === 'Enter')
      openMessageMenu(item.message, toolbarFor(item.message, item.element));
    else return;
    event.preventDefault();
  });
}
