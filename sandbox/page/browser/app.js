import { drawComposer, edit, leaveComposer, reply, startComposer } from './composer.js';
import { hasToken, listen, playStory } from './connection.js';
import { attempt, byId, el, icon, icons, toast } from './dom.js';
import { startFaults } from './faults.js';
import { hearEphemeral, hearInteraction, isEphemeral } from './interactions.js';
import { keepTimesTrue } from './markdown.js';
import { hearMarket, refreshMarket, shownProduct, startMarket } from './market.js';
import { putMessage, removeMessage, showMessages, startMessageList } from './messageList.js';
import { startMessageMenu } from './messageMenu.js';
import { startReader } from './reader.js';
import { drawChannelHead, drawSidebar, markUnread, startSidebar } from './sidebar.js';
import {
  botPresence,
  channelOf,
  currentChannel,
  enter,
  nameOf,
  onWorldChange,
  showing,
  userOf,
} from './world.js';

/** The page: what is shown, and who hears of what happens. */

const VIEWS = /** @type {const} */ (['channels', 'chat', 'market', 'reader']);

/** On a phone one of the four is shown; on a desk the reader takes the place of the rest. @param {string} name */
function showView(name) {
  document.body.dataset.view = name;
  for (const button of document.querySelectorAll('[data-show]')) {
    button.setAttribute(
      'aria-current',
      String(/** @type {HTMLElement} */ (button).dataset.show === name),
    );
  }
}

let shownChannel = '';
/** Which of all the times that everything was looked at anew. */
let shown = 0;

function drawWorld() {
  const channel = currentChannel();
  const id = channel?.id ?? '';
  drawSidebar();
  drawChannelHead();
  drawComposer();
  showPresence();
  if (id === shownChannel && showing() === shown) return;
  const isFirst = shown === 0;
  if (!isFirst) {
    leaveComposer();
    if (id !== shownChannel) showView('chat');
  }
  shownChannel = id;
  shown = showing();
  byId('typing').textContent = '';
  void showMessages(id);
}

/** What the gateway tells whoever one is. @param {string} type @param {any} data */
function hearDiscord(type, data) {
  hearInteraction(type, data);
  switch (type) {
    case 'MESSAGE_CREATE':
    case 'MESSAGE_UPDATE':
      if (!channelOf(data.channel_id)) return;
      if (isEphemeral(data) && !hearEphemeral(type, data)) return;
      putMessage(data);
      if (type === 'MESSAGE_CREATE') {
        markUnread(data.channel_id);
        if (data.author.bot) byId('typing').textContent = '';
      }
      return;
    case 'MESSAGE_DELETE':
    case 'MESSAGE_DELETE_BULK':
      for (const id of data.ids ?? [data.id]) removeMessage(id);
      return;
    case 'GUILD_APPLICATION_COMMAND_INDEX_UPDATE':
      return drawComposer();
    case 'TYPING_START':
      if (data.channel_id === currentChannel()?.id) showTyping(nameOf(userOf(data.user_id)));
      return;
    case 'PRESENCE_UPDATE':
      return showPresence();
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingTimer;
/** @param {string} name */
function showTyping(name) {
  byId('typing').textContent = `${name} is typing …`;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => byId('typing').replaceChildren(), 8_000);
}

/** Whether the bot is online, and what it says it does. */
function showPresence() {
  const presence = botPresence();
  const isOnline = presence !== null && presence.status !== 'offline';
  const activity = presence?.activities[0];
  byId('presence').textContent = activity ? (activity.state ?? activity.name) : '';
  byId('bot-state').className = `dot ${isOnline ? 'on' : 'off'}`;
  byId('bot-words').textContent = isOnline ? 'bot online' : 'bot offline';
}

const KEPT_LINES = 400;

/** @param {string} line */
function showTranscript(line) {
  const log = byId('transcript');
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  log.append(el('div', {}, line));
  while (log.childElementCount > KEPT_LINES) log.firstElementChild?.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function startTabs() {
  const tabs = /** @type {HTMLElement[]} */ ([...byId('tabs').querySelectorAll('[role=tab]')]);
  /** @param {HTMLElement} chosen */
  const show = (chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      byId(tab.getAttribute('aria-controls') ?? '').hidden = !isChosen;
    }
  };
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener('click', () => show(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      const next = by && tabs[(at + by + tabs.length) % tabs.length];
      if (!next) return;
      show(next);
      next.focus();
    });
  }
}

/** Logs in to Discord, as soon as it is there. */
async function enterSoon() {
  while ((await attempt(() => enter(hearDiscord).then(() => true))) !== true) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
}

function start() {
  for (const button of document.querySelectorAll('[data-icon]')) {
    const name = /** @type {keyof typeof icons} */ (
      /** @type {HTMLElement} */ (button).dataset.icon
    );
    button.prepend(icon(icons[name]));
  }
  for (const button of document.querySelectorAll('[data-show]')) {
    button.addEventListener('click', () =>
      showView(/** @type {HTMLElement} */ (button).dataset.show ?? 'chat'),
    );
  }
  showView(VIEWS.find((one) => location.pathname === `/${one}`) ?? 'chat');
  if (!hasToken) {
    byId('locked').hidden = false;
    return;
  }
  startSidebar();
  startMessageList();
  startMessageMenu({ reply, edit });
  startComposer(shownProduct);
  startMarket();
  startFaults();
  startReader();
  startTabs();
  keepTimesTrue();
  byId('story').addEventListener('click', () =>
    attempt(async () => {
      await playStory();
      toast('The story begins: watch #signals and #pilotfish.');
    }),
  );
  onWorldChange(drawWorld);
  void enterSoon();
  void listen(
    (event) => {
      if (event.from === 'coinbase') hearMarket(event.event);
      else if (event.from === 'transcript') showTranscript(event.event.line);
    },
    () => void attempt(refreshMarket),
  );
}

start();
