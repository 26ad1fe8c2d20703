import {
  type AnyThreadChannel,
  DiscordAPIError,
  type GuildTextBasedChannel,
  type Message,
  RESTJSONErrorCodes,
} from 'discord.js';
import { postedMessageIds } from '../../trading/store/messages/inbox.ts';
import {
  clearingUnread,
  listUnread,
  markingUnreadTold,
  markUnread,
  movingUnreadOn,
  type Unread,
} from '../../trading/store/watches/unread.ts';
import { findWatch, type Watch } from '../../trading/store/watches/watches.ts';
import type { Bot } from '../bot.ts';
import { askWithin } from '../refusals.ts';
import { compareIds, type Part, readPart, readWatch, rereadCount } from './readWatch.ts';
import { isReadable, takeInDeleted, takeInEdited, takeInPosted } from './takeIn.ts';
import { unreadNotices } from './unreadWords.ts';

/**
 * Puts a catch-up of every watch (of one guild, when given) ahead of all that waits: whatever the
 * gateway tells from now on is newer than what the catch-up finds.
 */
export function catchUpWatches(bot: Bot, guildId?: string): void {
  for (const watch of bot.watched.all()) {
    if (guildId !== undefined && watch.guild_id !== guildId) continue;
    bot.lanes.runFirst(watch.channel_id, () => catchUp(bot, watch.id));
  }
}

/**
 * Takes in what was posted in a watched channel and its threads since the newest message known, in
 * order, and the edits and deletions among the last ones before it. What is known already changes
 * nothing. What can't be read is kept as unread, told, and tried again later; a database that is away
 * rejects, so that all of it is tried again.
 */
export async function catchUp(bot: Bot, watchId: number): Promise<void> {
  const watch = await watchInForce(bot, watchId);
  if (watch === null) return;
  const unread = await listUnread(bot.app.db, watch.id);
  const begun = bot.app.now();
  const ask = askWithin(bot.timing.patienceMs, bot.lanes);
  await takeInParts(bot, watch, unread, await readWatch(bot, watch, unread, ask), begun);
}

/** The same for one thread alone, from its first message on. */
export async function catchUpThread(
  bot: Bot,
  watchId: number,
  thread: AnyThreadChannel,
): Promise<void> {
  const watch = await watchInForce(bot, watchId);
  if (watch === null) return;
  const ask = askWithin(bot.timing.patienceMs, bot.lanes);
  // The first message of a forum's post has the id of the post.
  const part = await readPart(thread, (BigInt(thread.id) - 1n).toString(), ask);
  await takeInParts(bot, watch, [], [part], bot.app.now());
}

/**
 * Tries once more what could not be read. Asks beside the lane, which goes on with what is told
 * meanwhile, and takes in there what it finds.
 */
export async function readUnread(bot: Bot, watch: Watch): Promise<void> {
  const unread = await listUnread(bot.app.db, watch.id);
  if (unread.length === 0) return;
  const begun = bot.app.now();
  const isWhole = unread.some(({ what }) => what !== 'messages');
  const only = isWhole ? null : new Set(unread.map(({ channel_id }) => channel_id));
  const parts = await readWatch(bot, watch, unread, askWithin(0, bot.lanes), only);
  bot.lanes.run(watch.channel_id, () => takeInParts(bot, watch, unread, parts, begun));
}

async function watchInForce(bot: Bot, watchId: number): Promise<Watch | null> {
  const watch = await findWatch(bot.app.db, watchId);
  return watch === null || watch.removed_at !== null ? null : watch;
}

/** `unread`: what was so before; `begun`: when the reading began, UTC milliseconds. */
async function takeInParts(
  bot: Bot,
  watch: Watch,
  unread: readonly Unread[],
  parts: readonly Part[],
  begun: number,
): Promise<void> {
  const { db, log, now } = bot.app;
  const failed = parts.flatMap(({ failed, channel_id, what, from }) =>
    failed === null
      ? []
      : [
          {
            watch_id: watch.id,
            channel_id,
            what,
            after_id: from,
            why: failed.why,
            gone: failed.gone,
          },
        ],
  );
  for (const { channel_id, what, why } of failed) {
    log.error(
      { watch: watch.name, channelId: channel_id, what, error: why },
      'a part of a watched channel can not be read; it is tried again',
    );
  }
  // First of all: what is taken in below moves the watch's mark past it.
  await markUnread(db, failed, now());
  // /status is red before it is told: whoever is told looks there.
  if (failed.length > 0) await bot.unread.reload();

  let taken = 0;
  const missed = parts.flatMap(({ messages }) => messages);
  for (const message of [...missed].sort((a, b) => compareIds(a.id, b.id))) {
    if (!isReadable(bot, message)) continue;
    if (await takeInPosted(bot, watch, message, 'fetched')()) taken += 1;
  }
  for (const part of parts) taken += await takeInChanges(bot, watch, part);
  if (taken > 0) log.info({ watch: watch.name, taken }, 'caught up');

  await commitReading(bot, watch, read(watch, unread, parts), parts, begun, taken);
  await bot.unread.reload();
}

/** Writes down how far the watch is read now, with what the owner is told of it. */
async function commitReading(
  bot: Bot,
  watch: Watch,
  done: readonly Unread[],
  parts: readonly Part[],
  begun: number,
  taken: number,
): Promise<void> {
  const { db, tell, now } = bot.app;
  const at = now();
  const isDone = ({ channel_id, what, marked_at }: Unread) =>
    marked_at.getTime() <= begun &&
    done.some((one) => one.channel_id === channel_id && one.what === what);
  const known = await listUnread(db, watch.id);
  const over = known.filter(isDone);
  const untold = known.filter((one) => !isDone(one) && one.told_at === null);
  const told = over.filter(({ told_at }) => told_at !== null);
  const statements = [
    ...parts.flatMap(({ channel_id, what, messages, failed }) => {
      const last = messages.at(-1);
      const key = { watch_id: watch.id, channel_id, what };
      return failed !== null && last !== undefined ? [movingUnreadOn(db, key, last.id)] : [];
    }),
    ...(over.length > 0 ? [clearingUnread(db, over, begun)] : []),
    ...(untold.length > 0 ? [markingUnreadTold(db, untold, at)] : []),
    ...unreadNotices(bot, watch, untold, told, taken).map((notice, i) =>
      tell.along(`unread ${watch.id} ${i} ${at}`, notice),
    ),
  ];
  if (statements.length > 0) await bot.app.commit(statements);
}

/** What was unread and is no more. */
function read(watch: Watch, unread: readonly Unread[], parts: readonly Part[]) {
  const isOpen = !parts.some(({ what, failed }) => what === 'all' && failed !== null);
  const isRead = ({ channel_id, what }: Unread) =>
    what === 'all'
      ? isOpen && parts.length > 0
      : parts.some(
          (part) => part.channel_id === channel_id && part.what === what && part.failed === null,
        );
  return unread.filter((one) => one.watch_id === watch.id && isRead(one));
}

/** Edits and deletions among the last messages before the gap. */
async function takeInChanges(
  bot: Bot,
  watch: Watch,
  { channel, channel_id, from, before }: Part,
): Promise<number> {
  if (channel === null || before === null) return 0;
  const known = await postedMessageIds(bot.app.db, channel_id, rereadCount);
  const there = new Map<string, Message>(before.map((message) => [message.id, message]));
  let taken = 0;
  for (const message of before) {
    const edit = known.includes(message.id) ? takeInEdited(bot, watch, message, 'fetched') : null;
    if (edit !== null && (await edit())) taken += 1;
  }
  // Only where the page reaches back far enough can a missing message be told from an old one.
  const oldest = before.length < rereadCount ? '0' : (before[0]?.id ?? '0');
  for (const id of known) {
    if (compareIds(id, from) > 0 || compareIds(id, oldest) < 0 || there.has(id)) continue;
    if (!(await isDeleted(channel, id))) continue;
    if (await takeInDeleted(bot, watch, { id, channelId: channel_id })()) taken += 1;
  }
  return taken;
}

/** Whether Discord says so: a page may also lack a message because the bot may not read it any more. */
async function isDeleted(channel: GuildTextBasedChannel, id: string): Promise<boolean> {
  try {
    await channel.messages.fetch({ message: id, cache: false, force: true });
    return false;
  } catch (error) {
    return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
  }
}
