import { Events } from 'discord.js';
import { catchUpWatches } from '../discord/intake/catchUp.ts';
import { noteReadability } from '../discord/intake/readability.ts';
import { gatewayEvent } from './gatewayEvent.ts';

/** A new session: what was said since the last one is told to nobody, so it is fetched first. */
export const shardReady = gatewayEvent(Events.ShardReady, (bot) => {
  bot.connection = { up: true, since: bot.app.now() };
  noteReadability(bot);
  catchUpWatches(bot);
  bot.lanes.release();
  bot.notices.tryNow();
});

/** The connection is lost. Until it is known whether the session goes on, nothing is taken in. */
export const shardReconnecting = gatewayEvent(Events.ShardReconnecting, (bot) => {
  if (bot.connection.up) bot.app.log.warn('connection to Discord lost, reconnecting');
  bot.connection = { up: false, since: bot.connection.up ? bot.app.now() : bot.connection.since };
  bot.lanes.hold();
});

/** The session goes on: Discord has told all that was missed. */
export const shardResume = gatewayEvent(Events.ShardResume, (bot, _shard, replayed) => {
  bot.connection = { up: true, since: bot.app.now() };
  bot.app.log.info({ replayed }, 'connection to Discord is back');
  bot.lanes.release();
  bot.notices.tryNow();
});

/** Discord will not have us back: a changed token, a withdrawn intent. */
export const shardDisconnect = gatewayEvent(Events.ShardDisconnect, (bot, { code }) => {
  // At a log-in its own error says more.
  if (bot.connection.since === null) return;
  bot.connection = { up: false, since: bot.app.now() };
  bot.app.log.error(
    { code },
    'Discord has closed the connection for good: check the token and the Message Content intent',
  );
});

export const shardError = gatewayEvent(Events.ShardError, (bot, error) =>
  bot.app.log.warn({ error: error.message }, 'trouble with the connection to Discord'),
);

export const clientError = gatewayEvent(Events.Error, (bot, error) =>
  bot.app.log.error({ err: error }, 'discord.js reports an error'),
);
