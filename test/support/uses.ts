import { ButtonStyle, ComponentType } from 'discord.js';
import type { AnswerWait } from '../../sandbox/discord/control/control.ts';
import type { InteractionAnswer } from '../../sandbox/discord/interactions/interaction.ts';
import type { OptionValue } from '../../sandbox/discord/interactions/optionValues.ts';
import type { DiscordServer } from '../../sandbox/discord/server.ts';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { formatCustomId } from '../../src/notices/components/customId.ts';

/**
 * How a command, a button, a menu or a form is used, so that every one of them can be tried in every
 * way. `button` and `select` hold the arguments of the custom id; `values` what is chosen.
 */
export type Use =
  | { command: string; options?: Record<string, OptionValue> }
  | { menu: string }
  | { button: readonly string[] }
  | {
      select: readonly string[];
      values: readonly string[];
      of?: 'channel' | 'user' | 'role' | 'mentionable';
    }
  /** A form: `opens` names the use that opens it, with these arguments instead of its own. */
  | { form: Record<string, string>; opens: string; args?: readonly string[] };

/** What the uses are about: all of it must be there. */
export type Subjects = { positionId: string; watchId: string; messageId: string };

/**
 * One use of everything there is, by command name or custom id's action. **Whatever is added to the
 * bot is added here**, or test/commands/everyUse.test.ts fails: with that alone it is tried by its
 * owner, by others, stale, malformed, and with the venue and the database down and hanging. They are
 * used in this order; what takes something away that others need comes last.
 */
export function usesOf({
  positionId,
  watchId,
  messageId,
}: Subjects): Readonly<Record<string, Use>> {
  return {
    setup: { command: 'setup' },
    setup_open: { button: [] },
    setup_private: { select: [], values: ['pilotfish'], of: 'channel' },
    setup_watch: { select: [], values: ['announcements'], of: 'channel' },
    setup_settings: { button: [] },
    setup_zone: { button: [] },
    setup_zoned: { form: { zone: 'UTC' }, opens: 'setup_zone' },
    setup_try: { button: [] },
    watch: { command: 'watch list' },
    watch_page: { button: ['0'] },
    watch_show: { select: [], values: [watchId] },
    watch_open: { button: [watchId] },
    watch_settings: { button: [watchId] },
    watch_pause: { button: [watchId] },
    watch_resume: { button: [watchId] },
    watch_rename: { button: [watchId] },
    watch_renamed: { form: { name: 'renamed' }, opens: 'watch_rename' },
    watch_hints: { button: [watchId] },
    watch_hinted: { form: { side: 'none', thousands: 'no' }, opens: 'watch_hints' },
    watch_test: { button: [watchId] },
    watch_test_page: { button: [watchId, '0', '1'] },
    watch_trust: { button: [watchId] },
    watch_trust_add: { select: [watchId], values: ['admin'], of: 'mentionable' },
    watch_trust_seen: { select: [watchId], values: [sandboxIds.provider] },
    watch_trust_remove: { select: [watchId], values: [sandboxIds.admin] },
    watch_trust_all: { button: [watchId] },
    watch_ask_remove: { button: [watchId] },
    settings: { command: 'settings' },
    settings_group: { select: ['all'], values: ['Entries'] },
    settings_pick: { select: ['all'], values: ['quoteSize'] },
    settings_open: { button: ['all', 'quoteSize'] },
    settings_back: { button: ['all', 'Stop'] },
    settings_edit: { button: ['all', 'quoteSize'] },
    settings_inherit: { button: ['all', 'quoteSize'] },
    settings_presets: { button: ['all'] },
    settings_preset: { select: ['all'], values: ['careful'] },
    settings_preset_set: { button: ['all', 'scalper'] },
    settings_preset_undo: { button: ['all', '1'] },
    settings_choose: { select: ['all', 'follow'], values: ['automatic'] },
    settings_enter: { form: { value: '90' }, opens: 'settings_edit' },
    settings_undo: { button: ['all', 'follow', '1'] },
    notices: { command: 'notices' },
    notices_all: { button: [] },
    notices_pick: { select: [], values: ['error'] },
    notices_set: { button: ['error', 'silent'] },
    notices_pictures: { select: [], values: ['dark'] },
    notices_reset: { button: [] },
    signals: { command: 'signals' },
    signals_page: { button: ['0', '-', '-', '-', '-'] },
    signals_show: { select: [], values: ['1'] },
    trade: { command: 'trade', options: { symbol: 'BTC', side: 'long', stop: '58000' } },
    paste: { command: 'paste' },
    'Read signal': { menu: 'Read signal' },
    'Trade signal': { menu: 'Trade signal' },
    reading_look: { button: [messageId, '0'] },
    reading_fill: { button: [messageId, '0', '0'] },
    reading_filled: {
      form: { symbol: 'BTC', side: 'long', stop: '58000', targets: '63000' },
      opens: 'reading_fill',
    },
    reading_anyway: { button: [messageId, '0', '0', 'ran_away'] },
    reading_apply: { button: [messageId, '0', '0', positionId] },
    reading_skip: { button: [messageId, '0', '0'] },
    reading_trade: { button: [messageId, '0', '0', 'half'] },
    reading_correct: { button: [messageId] },
    reading_entered: { form: { text: 'BTC long' }, opens: 'paste' },
    format_open: { select: [], values: [`${messageId} 0`] },
    format_back: { button: ['1', '0', '0', '0'] },
    format_place: { select: ['1', '0', '0', '0'], values: ['0'] },
    format_role: { select: ['1', '0', '0', '0', '0'], values: ['stop'] },
    format_coin: { select: ['1', '0', '0', '0'], values: ['read'] },
    format_side: { select: ['1', '0', '0', '0'], values: ['long'] },
    format_action: { select: ['1', '0', '0', '0'], values: ['close'] },
    format_again: { button: ['1', '0', '0', '0'] },
    format_taught: { button: ['1', '0', '0', '0'] },
    formats_page: { button: [watchId, '0'] },
    formats_show: { select: [watchId], values: ['1'] },
    formats_walk: { button: [watchId, '0'] },
    formats_past: { button: [watchId] },
    formats_say: { button: ['1', 'right', 'list'] },
    format_correct: { button: [messageId, '0', '0'] },
    format_right: { button: [messageId, '0', '0'] },
    reading_once: { button: [messageId, '0', '0'] },
    format_not: { button: [messageId, '0', '0', 'nothing'] },
    position: { command: 'position', options: { id: positionId } },
    position_list: { button: ['0'] },
    position_pick: { select: [], values: [positionId] },
    card_ask: { button: [positionId, 'close_25'] },
    card_act: { button: [positionId, 'breakeven'] },
    card_form: { button: [positionId, 'stop'] },
    card_enter: { form: { price: '57400' }, opens: 'card_form' },
    position_show: { button: [positionId] },
    position_open: { button: [positionId] },
    position_ask: { button: [positionId, 'close'] },
    position_act: { button: [positionId, 'breakeven'] },
    position_confirm: { button: [positionId, '-', 'stop', '57800'] },
    position_form: { button: [positionId, 'stop'] },
    position_enter: { form: { price: '57500' }, opens: 'position_form' },
    order: { command: 'order list' },
    order_page: { button: ['0'] },
    order_show: { button: ['1'] },
    order_ask: { button: ['1'] },
    order_take: { button: ['1', '-'] },
    order_cancel: { button: ['1'] },
    balance: { command: 'balance' },
    performance: { command: 'performance' },
    performance_page: { button: ['provider', '0', 'sandbox', '0'] },
    scoreboard: { command: 'scoreboard' },
    scoreboard_page: { button: ['0'] },
    backtest: { command: 'backtest', options: { watch: watchId, from: '2026-01-01' } },
    backtest_watch: { button: [watchId, '90'] },
    backtest_again: { button: ['1'] },
    backtest_show: { select: ['1'], values: ['robust'] },
    backtest_turn: { select: ['1'], values: ['unknown'] },
    backtest_trades: { button: ['1'] },
    backtest_page: { button: ['1', '0'] },
    backtest_csv: { button: ['1'] },
    backtest_try: { select: ['1'], values: ['even'] },
    backtest_tried: { button: ['1'] },
    backtest_stop: { button: ['1'] },
    daily: { command: 'daily' },
    period_page: { button: ['day', '0'] },
    weekly: { command: 'weekly' },
    monthly: { command: 'monthly' },
    export: { command: 'export' },
    access: { command: 'access list' },
    history: { command: 'history' },
    history_page: { button: ['commands', '0', '0'] },
    pause: { command: 'pause' },
    resume: { command: 'resume' },
    limits: { command: 'limits show' },
    limits_form: { button: ['quoteSize'] },
    limits_enter: { form: { value: '250 USD' }, opens: 'limits_form' },
    limits_set: { button: ['250'] },
    limits_keep: { button: [] },
    live: { command: 'live off' },
    live_ask: { button: [] },
    live_on: { form: { words: 'real money' }, opens: 'live_ask' },
    live_off: { button: [] },
    status: { command: 'status' },
    invite: { command: 'invite' },
    help: { command: 'help' },
    panic: { command: 'panic' },
    panic_ask: { button: [] },
    panic_dismiss: { button: [] },
    watch_remove: { button: [watchId] },
    panic_confirm: { button: [] },
  };
}

/** Who uses it, where, and what its custom id says beside the arguments. */
export type By = {
  user: string;
  channel: string;
  /** Whose it is; whoever may use it when left out. */
  owner?: string;
  /** UTC milliseconds; never stale when left out. */
  expiresAt?: number;
  /** Arguments that do not belong there. */
  more?: readonly string[];
  wait?: AnswerWait;
};

/** Uses it: with a message of the bot's own making, where it takes one. */
export async function use(
  discord: DiscordServer,
  uses: Readonly<Record<string, Use>>,
  name: string,
  by: By,
): Promise<InteractionAnswer> {
  const one = uses[name];
  if (one === undefined) throw new Error(`nobody has told how to use ${name}: add it to uses.ts`);
  const { user, channel, wait } = by;
  if ('command' in one) return discord.command(user, channel, one.command, one.options ?? {}, wait);
  if ('menu' in one) {
    const message = await discord.post(channel, user, 'BTC long, SL 58000, TP 63000');
    return discord.contextMenu(user, one.menu, { message }, wait);
  }
  if ('form' in one) {
    const { wait: _, ...opening } = by;
    const opened = await use(discord, withArgs(uses, one), one.opens, opening);
    if (opened.modal === undefined) return opened;
    return discord.submitModal(user, opened, one.form, wait);
  }
  // In a direct message Discord's own menu of channels is empty, and the bot names them itself.
  if ('select' in one && one.of === 'channel' && channel.startsWith('dm:')) {
    const { of: _, ...named } = one;
    const values = await Promise.all(one.values.map((value) => discord.channelId(value)));
    return use(discord, { ...uses, [name]: { ...named, values } }, name, by);
  }
  const args = 'button' in one ? one.button : one.select;
  const customId = formatCustomId({
    action: name,
    args: [...args, ...(by.more ?? [])],
    userId: by.owner ?? null,
    expiresAt: by.expiresAt ?? null,
  });
  const part =
    'button' in one
      ? { type: ComponentType.Button, style: ButtonStyle.Primary, label: name, custom_id: customId }
      : { ...MENUS[one.of ?? 'text'](one.values), custom_id: customId };
  const message = await discord.post(channel, 'pilotfish', {
    content: name,
    components: [{ type: ComponentType.ActionRow, components: [part] }],
  });
  return 'button' in one
    ? discord.click(user, message, customId, wait)
    : discord.select(user, message, customId, [...one.values], wait);
}

function withArgs(
  uses: Readonly<Record<string, Use>>,
  { opens, args }: { opens: string; args?: readonly string[] },
): Readonly<Record<string, Use>> {
  return args === undefined ? uses : { ...uses, [opens]: { button: args } };
}

const MENUS = {
  text: (values: readonly string[]) => ({
    type: ComponentType.StringSelect,
    options: values.map((value) => ({ label: value, value })),
  }),
  channel: () => ({ type: ComponentType.ChannelSelect }),
  user: () => ({ type: ComponentType.UserSelect }),
  role: () => ({ type: ComponentType.RoleSelect }),
  mentionable: () => ({ type: ComponentType.MentionableSelect }),
};
