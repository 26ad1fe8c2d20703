import type { ChatCommand, Component, MessageCommand } from '../discord/command.ts';
import { balance } from './account/balance.ts';
import { live } from './account/live.ts';
import { backtest } from './backtest/backtest.ts';
import { access } from './bot/access.ts';
import { helpFor } from './bot/help.ts';
import { invite } from './bot/invite.ts';
import { notices } from './bot/notices.ts';
import { setup } from './bot/setup.ts';
import { status } from './bot/status.ts';
import { panic } from './halt/panic.ts';
import { pause } from './halt/pause.ts';
import { resume } from './halt/resume.ts';
import { history } from './history/history.ts';
import { order } from './position/order.ts';
import { position } from './position/position.ts';
import { readSignal, tradeSignal } from './reading/messageMenus.ts';
import { paste } from './reading/paste.ts';
import { trade } from './reading/trade.ts';
import { exportCommand } from './results/export.ts';
import { performance } from './results/performance.ts';
import { daily, monthly, weekly } from './results/periods.ts';
import { scoreboard } from './results/scoreboard.ts';
import { limits } from './settings/limits.ts';
import { settings } from './settings/settings.ts';
import { signals } from './signals/signals.ts';
import { watch } from './watch/watch.ts';

/** In a message's menu. */
const message: readonly MessageCommand[] = [readSignal, tradeSignal];
/** Every slash command, in the order /help lists them. */
const chat: readonly ChatCommand[] = [
  setup,
  watch,
  settings,
  notices,
  signals,
  trade,
  paste,
  position,
  order,
  balance,
  performance,
  scoreboard,
  backtest,
  daily,
  weekly,
  monthly,
  exportCommand,
  access,
  history,
  pause,
  panic,
  resume,
  limits,
  live,
  status,
  invite,
  helpFor(() => chat, message),
];

export const chatCommands: ReadonlyMap<string, ChatCommand> = new Map(
  chat.map((command) => [command.data.name, command]),
);
export const messageCommands: ReadonlyMap<string, MessageCommand> = new Map(
  message.map((command) => [command.data.name, command]),
);
export const components: ReadonlyMap<string, Component> = new Map(
  [...chat, ...message]
    .flatMap((command) => command.components ?? [])
    .map((component) => [component.action, component]),
);
/** As Discord is told of them. */
export const commandData = [...chat, ...message].map((command) => command.data.toJSON());
