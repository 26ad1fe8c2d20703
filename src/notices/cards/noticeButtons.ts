import type { APIActionRowComponent, APIButtonComponent, ButtonBuilder } from 'discord.js';
import { mayWaive } from '../../trading/inbox/waivers.ts';
import { findRule } from '../../trading/strategy/model/denial.ts';
import type { Source } from '../../trading/strategy/model/event.ts';
import type { Notice } from '../../trading/strategy/model/notice.ts';
import { settingDescriptions } from '../../trading/strategy/settings/descriptions.ts';
import { limitDescriptions } from '../../trading/strategy/settings/limits.ts';
import { button, buttonRow } from '../components/buttons.ts';
import { cut } from '../words/embedLimits.ts';
import { formatButtons } from './formatCard.ts';
import type { GeneralNotice } from './renderNotice.ts';

type Row = APIActionRowComponent<APIButtonComponent>;
/** Which reading buttons are about, in which revision. */
type Of = Pick<Source, 'messageId' | 'readingIndex' | 'revision'>;

/** Discord's rows of five. */
const IN_A_ROW = 5;
const MOST_POSITIONS = 20;

/** What can be done about a notice right where it stands; none for most. */
export function noticeButtons(notice: GeneralNotice): Row[] {
  switch (notice.kind) {
    case 'signal_waiting':
      return [tradeButtons(notice.source, notice.expiresAt)];
    case 'format_asked': {
      const { kind } = notice.reading;
      return [formatButtons(notice.source, kind === 'signal' || kind === 'update')];
    }
    case 'formats_offered':
      return [
        buttonRow(
          button('Read its past', 'plain', { action: 'formats_past', args: [notice.watchId] }),
        ).toJSON(),
      ];
    case 'signal_unclear':
      return [unclearButtons(notice.source)];
    case 'picture_only':
      return [
        buttonRow(
          button('Fill in and trade', 'main', {
            action: 'reading_fill',
            args: keyOf(notice.source),
          }),
        ).toJSON(),
      ];
    case 'agreement':
      return notice.end === null ? refusalButtons(notice.source, 'agreement') : [];
    case 'signal_denied':
      return refusalButtons(notice.source, notice.rule);
    case 'started':
      return notice.firstSteps === undefined
        ? []
        : [buttonRow(button('Set up', 'main', { action: 'setup_open', args: [] })).toJSON()];
    case 'question':
      return whichButtons(notice);
    default:
      return [];
  }
}

/** What an unclear reading leads to: filled in field by field, its text corrected, or left alone. */
export function unclearButtons(source: Of): Row {
  const key = keyOf(source);
  return buttonRow(
    button('Fill in and trade', 'main', { action: 'reading_fill', args: key }),
    button('Correct the text', 'plain', { action: 'reading_correct', args: [source.messageId] }),
    button('Ignore', 'plain', { action: 'reading_skip', args: key }),
  ).toJSON();
}

/** Trade, Half, Skip and, for a signal, Edit for one reading; `expiresAt` null: as long as the rules let it; `waived`: the rule that is set aside for it. */
export function tradeButtons(
  source: Of,
  expiresAt: number | null,
  kind: 'signal' | 'update' = 'signal',
  waived: string | null = null,
): Row {
  const key = keyOf(source);
  const trade = (share: string) => ({
    action: 'reading_trade',
    args: [...key, share, ...(waived === null ? [] : [waived])],
    expiresAt,
  });
  return buttonRow(
    button('Trade', 'main', trade('whole')),
    button('Half', 'plain', trade('half')),
    ...(kind === 'signal' ? [button('Edit', 'plain', { action: 'reading_fill', args: key })] : []),
    button('Skip', 'plain', { action: 'reading_skip', args: key }),
  ).toJSON();
}

/** Rules that say no to the signal's own words: with others it may be taken. */
const FILLED_IN: ReadonlySet<string> = new Set([
  'market',
  'entry',
  'missing_stop',
  'stop_side',
  'stop_passed',
  'widest_stop',
  'targets_passed',
  'reward_to_risk',
]);

/** What can be done about a signal that a rule said no to: traded anyway where that is allowed, filled in, or the setting or limit changed. */
export function refusalButtons(source: Of, rule: string): Row[] {
  const key = keyOf(source);
  const { settings = [], limits = [] } = findRule(rule) ?? {};
  const [setting] = settings;
  const [limit] = limits;
  const buttons: ButtonBuilder[] = [
    ...(mayWaive(rule)
      ? [button('Trade anyway …', 'main', { action: 'reading_anyway', args: [...key, rule] })]
      : []),
    ...(FILLED_IN.has(rule)
      ? [button('Fill in', 'plain', { action: 'reading_fill', args: key })]
      : []),
    ...(setting === undefined
      ? []
      : [
          button(cut(`Set: ${settingDescriptions[setting].label}`, 80), 'plain', {
            action: 'settings_open',
            args: ['all', setting],
          }),
        ]),
    ...(limit === undefined
      ? []
      : [
          button(cut(`Limit: ${limitDescriptions[limit].label}`, 80), 'plain', {
            action: 'limits_form',
            args: [limit],
          }),
        ]),
  ];
  return buttons.length === 0 ? [] : [buttonRow(...buttons).toJSON()];
}

/** A coin a button: a tap does to it what was said. */
function whichButtons(notice: Extract<Notice, { kind: 'question' }>): Row[] {
  const { source, positionIds, positions } = notice;
  const named =
    positions?.map(({ id, productId, side }) => ({ id, name: `${productId} ${side} (${id})` })) ??
    positionIds.map((id) => ({ id, name: `Position ${id}` }));
  if (named.length === 0) return [];
  const key = keyOf(source);
  const buttons = named
    .slice(0, MOST_POSITIONS)
    .map(({ id, name }) =>
      button(cut(name, 80), 'main', { action: 'reading_apply', args: [...key, id] }),
    );
  const none = button('None of them', 'plain', { action: 'reading_skip', args: key });
  return inRows([...buttons, none]);
}

function inRows(buttons: readonly ButtonBuilder[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < buttons.length; at += IN_A_ROW) {
    rows.push(buttonRow(...buttons.slice(at, at + IN_A_ROW)).toJSON());
  }
  return rows;
}

function keyOf({ messageId, readingIndex, revision }: Of): string[] {
  return [messageId, String(readingIndex), String(revision)];
}
