import type { Tell } from '../../../src/trading/engine/tell.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { putPosition } from '../../../src/trading/strategy/book/positions.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import type { Decision } from '../../../src/trading/strategy/model/command.ts';
import type { Account, Event } from '../../../src/trading/strategy/model/event.ts';
import type { Position, State } from '../../../src/trading/strategy/model/state.ts';
import { openLong, openShort } from '../strategy/desk.ts';

/** The core in memory, as the steps of a comparison see it: what is submitted is decided at once. */
export function memoryCore(...positions: Position[]) {
  let state: State = positions.reduce(putPosition, emptyState('t'));
  const events: Event[] = [];
  const listeners: ((committed: { event: Event; decision: Decision }) => void)[] = [];
  return {
    events,
    state: () => state,
    ahead: () => state,
    async submit(event: Event): Promise<Decision> {
      events.push(event);
      const decision = decide(state, event);
      state = decision.state;
      for (const listener of listeners) listener({ event, decision });
      return decision;
    },
    onCommit: (listener: (committed: never) => void) =>
      listeners.push(listener as (typeof listeners)[number]),
  };
}

/** A long of 0.02 BTC, or a short of 40 contracts, of which everything rests at the venue; it stands on that account. */
export function held(
  id: string,
  account: Account = 'paper',
  side: 'long' | 'short' = 'long',
): Position {
  const desk = side === 'long' ? openLong() : openShort();
  const { orders, ...position } = desk.position('1');
  const renamed = orders.map((order) => {
    const number = order.id.split('-')[2];
    const { venueOrderId } = order;
    return {
      ...order,
      id: `t-${id}-${number}`,
      venueOrderId: venueOrderId && `v-t-${id}-${number}`,
    };
  });
  return { ...position, id, account, orders: renamed };
}

/** The same with nothing at the venue that protects it. */
export function bare(id: string, account: Account = 'paper'): Position {
  const position = held(id, account);
  const orders = position.orders.map((order) =>
    order.purpose === 'entry' ? order : { ...order, status: 'cancelled' as const },
  );
  return { ...position, orders };
}

/** What the owner is told, once for each key. */
export function toldBy(): { tell: Tell; told: string[]; keys: string[] } {
  const keys: string[] = [];
  const told: string[] = [];
  const tell = async (key: string, notice: Parameters<Tell>[1]) => {
    if (keys.includes(key)) return;
    keys.push(key);
    told.push(notice.kind === 'error' ? notice.what : notice.kind);
  };
  return { tell: tell as unknown as Tell, told, keys };
}
