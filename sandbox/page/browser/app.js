import { drawComposer, edit, leaveComposer, reply, startComposer } from './composer.js';
import { discord, hasToken, listen, playStory } from './connection.js';
import { attempt, byId, el, icon, icons, oncePerFrame, toast } from './dom.js';
import { startFaults } from './faults.js';
import { hearAnswer } from './interactions.js';
import { keepTimesTrue } from './markdown.js';
import { hearMarket, refreshMarket, shownProduct, startMarket } from './market.js';
import { putMessage, removeMessage, showMessages, startMessageList } from './messageList.js';
import { startMessageMenu } from './messageMenu.js';
import { startReader } from './reader.js';
import { drawChannelHead, drawSidebar, markUnread, startSidebar } from './sidebar.js';
import { channelOf, currentChannel, me, onWorldChange, refreshWorld } from './world.js';

/** The page: what is shown, and who hears of what happens. */

/** @typedef {import('./connection.js').DiscordEvent} DiscordEvent */

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
let shownUser = '';

function drawWorld() {
  const channel = currentChannel();
  const id = channel?.id ?? '';
  drawSidebar();
  drawChannelHead();
  drawComposer();
  if (id === shownChannel && me() === shownUser) return;
  const isFirst = shownUser === '';
  if (!isFirst) {
    leaveComposer();
    if (id !== shownChannel) showView('chat');
  }
  shownChannel = id;
  shownUser = me();
  byId('typing').textContent = '';
  void showMessages(id);
}

const refreshWorldSoon = oncePerFrame(() => void attempt(refreshWorld));

/** @param {DiscordEvent} event */
function hearDiscord(event) {
  switch (event.type) {
    case 'message':
    case 'messageEdit':
      if (!channelOf(event.message.channel_id)) return;
      putMessage(event.message);
      if (event.type === 'message') {
        markUnread(event.message.channel_id);
        if (event.message.author.bot) byId('typing').textContent = '';
      }
      return;
    case 'messageDelete':
      return removeMessage(event.messageId);
    case 'answer': {
      const { shown, gone } = hearAnswer(event.answer);
      for (const message of shown) putMessage(message);
      for (const id of gone) removeMessage(id);
      return;
    }
    case 'channel':
      return refreshWorldSoon();
    case 'commands':
      return drawComposer();
    case 'typing':
      if (event.channelId === currentChannel()?.id) showTyping();
      return;
    case 'presence':
      return showPresence(event.presence);
    case 'connection':
      return void attempt(showConnections);
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingTimer;
function showTyping() {
  byId('typing').textContent = 'The bot is typing …';
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => byId('typing').replaceChildren(), 8_000);
}

/** @param {{ status: string, activities: { name: string, state?: string | null }[] } | null} presence */
function showPresence(presence) {
  const activity = presence?.activities[0];
  byId('presence').textContent = activity ? (activity.state ?? activity.name) : '';
}

async function showConnections() {
  const open = (await discord.connections()).filter(({ sessionId }) => sessionId !== null);
  byId('bot-state').className = `dot ${open.length > 0 ? 'on' : 'off'}`;
  byId('bot-words').textContent = open.length > 0 ? 'bot online' : 'bot offline';
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

/** Everything once more, after a start or a break. */
async function refreshAll() {
  await refreshWorld();
  const { id = '' } = currentChannel() ?? {};
  await Promise.all([
    showMessages(id),
    showConnections(),
    discord.presence().then(showPresence),
    refreshMarket(),
  ]);
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
  void listen(
    (event) => {
      if (event.from === 'discord') hearDiscord(event.event);
      else if (event.from === 'coinbase') hearMarket(event.event);
      else if (event.from === 'transcript') showTranscript(event.event.line);
    },
    () => void attempt(refreshAll),
  );
}

start();
