import type { ChatCommand, Component, MessageCommand } from '../discord/command.ts';
import { access } from './access.ts';
import { balance } from './balance.ts';
import { exportCommand } from './export.ts';
import { helpFor } from './help.ts';
import { history } from './history.ts';
import { invite } from './invite.ts';
import { limits } from './limits.ts';
import { live } from './live.ts';
import { readSignal, tradeSignal } from './messageMenus.ts';
import { notices } from './notices.ts';
import { order } from './order.ts';
import { panic } from './panic.ts';
import { paste } from './paste.ts';
import { pause } from './pause.ts';
import { performance } from './performance.ts';
import { daily, monthly, weekly } from './periods.ts';
import { position } from './position.ts';
import { resume } from './resume.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { signals } from './signals.ts';
import { status } from './status.ts';
import { trade } from './trade.ts';
import { watch } from './watch.ts';

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
