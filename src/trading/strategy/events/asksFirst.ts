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
 * its owner lets that trade in confirmed ways of writing; what stands in a picture, too.
 */
export function asksAboutSignal(
  settings: Pick<Settings, 'follow' | 'secondReader' | 'pictures'>,
  written: Pick<WrittenAs, 'standing' | 'secondReader' | 'picture'> | undefined,
): boolean {
  const { follow, secondReader } = settings;
  const isKnown = isKnownFormat(written?.standing);
  if (asksAboutPicture(settings, written)) return true;
  if (written?.secondReader && !(isKnown && secondReader === 'known')) return true;
  return follow === 'confirm' || (follow === 'known' && !isKnown);
}

/**
 * Whether its owner is asked because it stands in a picture: always, unless two engines have read the
 * same, its way of writing was confirmed, and they let such trade by itself.
 */
export function asksAboutPicture(
  { pictures }: Pick<Settings, 'pictures'>,
  written: Pick<WrittenAs, 'standing' | 'picture'> | undefined,
): boolean {
  if (written?.picture === undefined) return false;
  return !(pictures === 'known' && written.picture.same && isKnownFormat(written.standing));
}

/**
 * Whether its owner is asked about an update first, where known formats are followed. What only
 * takes risk away acts by itself, when it names its trade or replies to it; everything else, and
 * what names none, wants a way of writing that was confirmed. Both as the settings say.
 */
export function asksAboutUpdate(
  settings: Pick<Settings, 'follow' | 'saferUpdates' | 'otherUpdates' | 'pictures'>,
  written: Pick<WrittenAs, 'standing' | 'picture'> | undefined,
  update: Update,
  trades: readonly TradeAsked[],
): boolean {
  if (asksAboutPicture(settings, written)) return true;
  if (settings.follow !== 'known' || isKnownFormat(written?.standing)) return false;
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
