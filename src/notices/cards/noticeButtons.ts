import type { APIActionRowComponent, APIButtonComponent } from 'discord.js';
import type { Source } from '../../trading/strategy/model/event.ts';
import { button, buttonRow } from '../components/buttons.ts';
import type { GeneralNotice } from './renderNotice.ts';

/** What can be done about a notice right where it stands; none for most. */
export function noticeButtons(notice: GeneralNotice): APIActionRowComponent<APIButtonComponent>[] {
  switch (notice.kind) {
    case 'signal_waiting':
      return [tradeButtons(notice.source, notice.expiresAt)];
    case 'signal_unclear':
      return [unclearButtons(notice.source)];
    case 'question':
      return notice.positionIds.length === 0
        ? []
        : [
            buttonRow(
              ...notice.positionIds
                .slice(0, 5)
                .map((id) =>
                  button(`Position ${id}`, 'plain', { action: 'position_open', args: [id] }),
                ),
            ).toJSON(),
          ];
    default:
      return [];
  }
}

/** What an unclear reading leads to: filled in field by field, its text corrected, or left alone. */
export function unclearButtons(
  source: Pick<Source, 'messageId' | 'readingIndex' | 'revision'>,
): APIActionRowComponent<APIButtonComponent> {
  const key = [source.messageId, String(source.readingIndex), String(source.revision)];
  return buttonRow(
    button('Fill in and trade', 'main', { action: 'reading_fill', args: key }),
    button('Correct the text', 'plain', { action: 'reading_correct', args: [source.messageId] }),
    button('Ignore', 'plain', { action: 'reading_skip', args: key }),
  ).toJSON();
}

/** Trade, Half, Skip and, for a signal, Edit for one reading; `expiresAt` null: as long as the rules let it. */
export function tradeButtons(
  source: Pick<Source, 'messageId' | 'readingIndex' | 'revision'>,
  expiresAt: number | null,
  kind: 'signal' | 'update' = 'signal',
): APIActionRowComponent<APIButtonComponent> {
  const key = [source.messageId, String(source.readingIndex), String(source.revision)];
  return buttonRow(
    button('Trade', 'main', { action: 'reading_trade', args: [...key, 'whole'], expiresAt }),
    button('Half', 'plain', { action: 'reading_trade', args: [...key, 'half'], expiresAt }),
    ...(kind === 'signal' ? [button('Edit', 'plain', { action: 'reading_fill', args: key })] : []),
    button('Skip', 'plain', { action: 'reading_skip', args: key }),
  ).toJSON();
}
