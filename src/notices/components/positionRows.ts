import type { ActionRowBuilder, ButtonBuilder } from 'discord.js';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { openSize } from '../../trading/strategy/model/sums.ts';
import { button, buttonRow } from './buttons.ts';

/**
 * Where the buttons stand: on a page, which shows what came of them in its own place; or on the card
 * in the private channel, which stays as it is and answers with a page.
 */
export type PositionPlace = 'position' | 'card';

/** What can be done with a position right now, a tap each; none for one that has ended. */
export function positionRows(
  position: Position,
  place: PositionPlace,
): ActionRowBuilder<ButtonBuilder>[] {
  const { id } = position;
  if (!isActive(position)) return [];
  const ask = (label: string, act: string, look: 'plain' | 'danger' = 'plain') =>
    button(label, look, { action: `${place}_ask`, args: [id, act] });
  const form = (label: string, of: string) =>
    button(label, 'plain', { action: `${place}_form`, args: [id, of] });
  const refresh = button(
    place === 'card' ? 'In full' : 'Refresh',
    'plain',
    place === 'card'
      ? { action: 'position_open', args: [id] }
      : { action: 'position_show', args: [id] },
  );
  // Asks first, as /panic does; what follows is about everything, not this position alone.
  const panic = button('Panic: close everything', 'danger', { action: 'panic_ask', args: [] });
  if (openSize(position).isZero())
    return [
      buttonRow(
        ask('Cancel entries', 'cancel', 'danger'),
        form('Move stop', 'stop'),
        refresh,
        panic,
      ),
    ];
  return [
    buttonRow(
      ask('Close 25 %', 'close_25'),
      ask('Close 50 %', 'close_50'),
      ask('Close 75 %', 'close_75'),
      ask('Close all', 'close', 'danger'),
      form('Close part', 'part'),
    ),
    buttonRow(
      button('Stop to breakeven', 'main', { action: `${place}_act`, args: [id, 'breakeven'] }),
      form('Move stop', 'stop'),
      form('Move target', 'target'),
      form('Add', 'add'),
      ask('Let run', 'let_run'),
    ),
    buttonRow(
      button('Cancel entries', 'plain', { action: `${place}_act`, args: [id, 'cancel'] }),
      refresh,
      panic,
    ),
  ];
}
