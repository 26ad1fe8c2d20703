import type { Client } from 'discord.js';
import type { App } from '../app.ts';
import type { Pictures } from '../notices/charts/createPictures.ts';
import type { BotSettingsStore } from '../notices/delivery/botSettings.ts';
import type { NoticeDelivery } from '../notices/delivery/deliverNotices.ts';
import type { UnreadList } from './intake/unread.ts';
import type { WatchedChannels } from './intake/watchedChannels.ts';
import type { Backtests } from './past/backtests.ts';
import type { PrivateChannel } from './privateChannel.ts';
import type { Application } from './session/application.ts';
import type { ClockWatch } from './session/clockWatch.ts';
import type { Lanes } from './session/lanes.ts';
import type { CommandOffers } from './session/offerCommands.ts';
import type { DiscordTiming } from './session/timing.ts';

/** What every command and every gateway event is given: the app, and Discord's side of it. */
export type Bot = {
  app: App;
  client: Client;
  application: Application;
  /** One lane a watched channel: its messages are taken in in order and none is dropped. */
  lanes: Lanes;
  timing: DiscordTiming;
  clock: ClockWatch;
  /** What could not be read of what is watched. */
  unread: UnreadList;
  /** By watch: why its channel can't be read, null when it can, as it was last looked at. */
  readability: Map<number, string | null>;
  watched: WatchedChannels;
  settings: BotSettingsStore;
  privateChannel: PrivateChannel;
  notices: NoticeDelivery;
  pictures: Pictures;
  backtests: Backtests;
  offers: CommandOffers;
  connection: { up: boolean; since: number | null };
  /** When the newest message of a watched channel was taken in, UTC milliseconds. */
  lastMessageAt: number | null;
};
