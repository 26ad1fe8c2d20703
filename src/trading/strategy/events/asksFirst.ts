import { dec } from '../../money.ts';
import type { Side, Update } from '../../signal/reading.ts';
import type { FormatStanding, WrittenAs } from '../model/event.ts';
import type { Settings } from '../settings/settings.ts';

/** What an update would change, as far as it matters here. */
export type TradeAsked = { side: Side; stop: string | null };

/** Of a message that nobody has looked at so: nothing of it was ever confirmed. */
export const UNKNOWN_FORMAT: WrittenAs = { standing: 'new', body: { text: '' } };

/** Its owner has confirmed this way of writing, or corrected how it is read. */
export function isKnownFormat(standing: FormatStanding | undefined): boolean {
  return standing === 'known' || standing === 'taught';
}

/**
 * Whether its owner is asked about a signal before it is traded: each, or each whose way of writing
 * was not confirmed. What a second reader has read is asked about however the watch is followed, unless
 * its owner lets that trade in confirmed ways of writing.
 */
export function asksAboutSignal(
  { follow, secondReader }: Pick<Settings, 'follow' | 'secondReader'>,
  written: Pick<WrittenAs, 'standing' | 'secondReader'> | undefined,
): boolean {
  const isKnown = isKnownFormat(written?.standing);
  if (written?.secondReader && !(isKnown && secondReader === 'known')) return true;
  return follow === 'confirm' || (follow === 'known' && !isKnown);
}

/**
 * Whether its owner is asked about an update first, where known formats are followed. What only
 * takes risk away acts by itself, when it names its trade or replies to it; everything else, and
 * what names none, wants a way of writing that was confirmed. Both as the settings say.
 */
export function asksAboutUpdate(
  settings: Pick<Settings, 'follow' | 'saferUpdates' | 'otherUpdates'>,
  standing: FormatStanding | undefined,
  update: Update,
  trades: readonly TradeAsked[],
): boolean {
  if (settings.follow !== 'known' || isKnownFormat(standing)) return false;
  const named = update.symbol !== null && update.all !== true;
  const safer = named && trades.every((trade) => takesRiskAway(update, trade));
  return (safer ? settings.saferUpdates : settings.otherUpdates) === 'ask';
}

/** Closes, cancels, or moves the stop nearer: whatever comes of it, no more can be lost than before. */
function takesRiskAway({ action, price }: Update, { side, stop }: TradeAsked): boolean {
  switch (action) {
    case 'close':
    case 'close_part':
    case 'cancel_entry':
    case 'stop_to_entry':
    case 'target_hit':
    case 'stop_hit':
      return true;
    case 'move_stop': {
      if (price === undefined || stop === null) return false;
      return side === 'long' ? dec(price).gt(stop) : dec(price).lt(stop);
    }
    case 'amend':
      return false;
  }
}
