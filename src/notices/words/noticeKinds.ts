import type { Notice } from '../../trading/strategy/model/notice.ts';

/**
 * How a kind of notice is told: on, as a message that rings; silent, as one that does not; off, not
 * at all, or, where it is about a position, on the position's card alone.
 */
export type NoticeMode = 'on' | 'silent' | 'off';
export type NoticeKind = Notice['kind'];

type KindWords = {
  /** As the owner chooses it. */
  label: string;
  /** As long as the owner has chosen nothing else. */
  standard: NoticeMode;
  /** Where else it can be read once it is off; null: it can't be, as it is about money or asks for something. */
  elsewhere: 'card' | 'nowhere' | null;
};

/**
 * Every kind, in the order the owner sees them. What tells of money in danger, or waits for an
 * answer, may be silent and never off: a bot that trades must be able to say that something is wrong.
 */
export const NOTICE_KINDS: Readonly<Record<NoticeKind, KindWords>> = {
  signal_taken: { label: 'Signal taken', standard: 'on', elsewhere: null },
  position_opened: { label: 'Position opened', standard: 'on', elsewhere: 'card' },
  target_reached: { label: 'Target reached', standard: 'on', elsewhere: 'card' },
  stop_moved: { label: 'Stop moved', standard: 'off', elsewhere: 'card' },
  position_closed: { label: 'Position closed', standard: 'on', elsewhere: 'card' },
  position_cancelled: { label: 'Not opened after all', standard: 'on', elsewhere: 'card' },
  fill: { label: 'Each fill', standard: 'off', elsewhere: 'card' },
  order_placed: { label: 'Each order placed', standard: 'off', elsewhere: 'card' },
  update_applied: { label: "Provider's update followed", standard: 'off', elsewhere: 'card' },
  order_rejected: { label: 'Order refused', standard: 'on', elsewhere: null },
  beyond_guard: { label: 'Not all filled within the guard', standard: 'on', elsewhere: null },
  order_unknown: { label: 'No answer to an order', standard: 'on', elsewhere: null },
  protection_changed: { label: 'Protected otherwise', standard: 'on', elsewhere: null },
  by_hand: { label: 'Done by hand at the venue', standard: 'on', elsewhere: 'card' },
  signal_denied: { label: 'Signal not taken', standard: 'silent', elsewhere: 'nowhere' },
  agreement: { label: 'Signal that waits for others', standard: 'silent', elsewhere: 'nowhere' },
  signal_waiting: { label: 'Signal that waits for your yes', standard: 'on', elsewhere: null },
  format_asked: { label: 'New way of writing', standard: 'on', elsewhere: null },
  formats_offered: { label: 'Ways of writing offered', standard: 'silent', elsewhere: 'nowhere' },
  signal_unclear: {
    label: 'Unclear message, or only a picture',
    standard: 'on',
    elsewhere: 'nowhere',
  },
  picture_only: { label: 'Picture I can’t read', standard: 'silent', elsewhere: 'nowhere' },
  update_denied: { label: 'Update not followed', standard: 'on', elsewhere: 'nowhere' },
  question: { label: 'Which position is meant?', standard: 'on', elsewhere: null },
  halted: { label: 'Trading halted', standard: 'on', elsewhere: null },
  resumed: { label: 'Trading goes on', standard: 'silent', elsewhere: 'nowhere' },
  panic_report: { label: 'Panic report', standard: 'on', elsewhere: null },
  daily_summary: { label: 'Daily digest', standard: 'silent', elsewhere: 'nowhere' },
  started: { label: 'Bot started', standard: 'silent', elsewhere: 'nowhere' },
  error: { label: 'Errors', standard: 'on', elsewhere: null },
};

/** What is told as another kind is: no choice of its own. */
const TOLD_AS: Partial<Readonly<Record<NoticeKind, NoticeKind>>> = {
  agreement: 'signal_denied',
  format_asked: 'signal_waiting',
  picture_only: 'signal_unclear',
  formats_offered: 'started',
};

/** The kinds that the owner chooses for. */
export const noticeKinds = (Object.keys(NOTICE_KINDS) as NoticeKind[]).filter(
  (kind) => TOLD_AS[kind] === undefined,
);

/** What the owner has chosen; a kind that is not in it is as it is by itself. */
export type NoticeModes = Partial<Readonly<Record<NoticeKind, NoticeMode>>>;

/** How a kind is told now; never off where that is not allowed, whatever was stored. */
export function modeOf(kind: NoticeKind, chosen: NoticeModes): NoticeMode {
  const words: (typeof NOTICE_KINDS)[NoticeKind] | undefined = NOTICE_KINDS[kind];
  // Of another version: it is said to be there, and holds up no other.
  if (words === undefined) return 'on';
  const mode = chosen[TOLD_AS[kind] ?? kind] ?? words.standard;
  return mode === 'off' && words.elsewhere === null ? 'silent' : mode;
}

/** Whether it gets a message of its own. A signal that is taken has the card itself for one. */
export function hasOwnMessage(kind: NoticeKind, chosen: NoticeModes): boolean {
  return kind !== 'signal_taken' && modeOf(kind, chosen) !== 'off';
}
