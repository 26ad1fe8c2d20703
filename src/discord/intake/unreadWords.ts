import type { Unread } from '../../trading/store/watches/unread.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import type { Notice } from '../../trading/strategy/model/notice.ts';
import type { Bot } from '../bot.ts';

const NAMED = 5;

/**
 * What the owner is told of a watched channel: `untold` can't be read, and what `cleared` is of is
 * over; `taken`: how many messages, edits and deletions were found.
 */
export function unreadNotices(
  bot: Bot,
  watch: Watch,
  untold: readonly Unread[],
  cleared: readonly Unread[],
  taken: number,
): Notice[] {
  const notices: Notice[] = [];
  if (untold.length > 0) {
    notices.push({
      kind: 'error',
      what: `${capital(subject(watch, untold))} can not be read`,
      lost: `What is posted there is not traded as long as that lasts: ${reasons(bot, watch, untold)}.`,
      todo: `Look at its permissions (the bot needs View Channel and Read Message History), or remove the watch. It is tried again by itself, and what was posted since is read then.`,
    });
  }
  if (cleared.length > 0) {
    notices.push({
      kind: 'error',
      over: true,
      what: `${capital(subject(watch, cleared))} can be read again`,
      lost: `Nothing: messages, edits and deletions from meanwhile that were taken in now: ${taken}.`,
      todo: '',
    });
  }
  return notices;
}

/** What can't be read, a sentence for each watch, for /status. */
export function unreadTroubles(bot: Bot): string[] {
  return bot.watched.all().flatMap((watch) => {
    const unread = bot.unread.all().filter(({ watch_id }) => watch_id === watch.id);
    return unread.length === 0
      ? []
      : [`${capital(subject(watch, unread))} can not be read: ${reasons(bot, watch, unread)}.`];
  });
}

function subject(watch: Watch, unread: readonly Unread[]): string {
  const isItself = ({ what, channel_id }: Unread) =>
    what === 'all' || (what === 'messages' && channel_id === watch.channel_id);
  if (unread.some(({ what }) => what === 'all')) return watch.name;
  const threads = unread.filter((one) => one.what === 'messages' && !isItself(one)).length;
  const parts = [
    ...(unread.some(isItself) ? [watch.name] : []),
    ...(threads === 0
      ? []
      : [`${threads === 1 ? 'a thread' : `${threads} threads`} of ${watch.name}`]),
    ...(unread.some(({ what }) => what === 'threads')
      ? [`the list of threads of ${watch.name}`]
      : []),
  ];
  return parts.join(' and ');
}

function reasons(bot: Bot, watch: Watch, unread: readonly Unread[]): string {
  const all = unread.find(({ what }) => what === 'all');
  if (all !== undefined) return all.why;
  const named = unread.slice(0, NAMED).map(({ channel_id, what, why }) => {
    if (channel_id === watch.channel_id || what !== 'messages') return why;
    const channel = bot.client.channels.cache.get(channel_id);
    return `“${channel && 'name' in channel ? channel.name : channel_id}”, ${why}`;
  });
  const more = unread.length - named.length;
  return [...new Set(named), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** A channel's own name stays as it is written. */
function capital(text: string): string {
  return text.replace(/^(a thread|the list)/, (words) => words[0]?.toUpperCase() + words.slice(1));
}
