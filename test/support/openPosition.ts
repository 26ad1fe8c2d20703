import type { Engine } from '../../src/trading/engine/engine.ts';
import { dec } from '../../src/trading/money.ts';
import type { Command, Decision } from '../../src/trading/strategy/model/command.ts';
import type { SignalEvent } from '../../src/trading/strategy/model/event.ts';
import type { Position } from '../../src/trading/strategy/model/state.ts';
import type { VenueOrder } from '../../src/trading/venue/venue.ts';
import { signalEvent } from '../trading/strategy/given.ts';

type Asked = Extract<Command, { type: 'place' }>;

/** Gives a signal to the engine (a long of BTC at 50,000 unless told) and answers as a willing venue: it is entered at `at`. */
export async function openPosition(
  engine: Pick<Engine, 'submit' | 'state'>,
  change: Parameters<typeof signalEvent>[0] = {},
  at = '50000',
): Promise<Position> {
  const event: SignalEvent = signalEvent(change);
  const taken = await engine.submit(event);
  const [position] = taken.changed;
  if (!position) throw new Error(`not taken: ${JSON.stringify(taken.outcome)}`);
  await answer(engine, taken, at);
  const now = engine.state().positions.get(position.id);
  if (!now) throw new Error('the position is gone');
  return now;
}

/** Entries and exits fill at `price`, protections rest, cancels take. */
export async function answer(
  engine: Pick<Engine, 'submit'>,
  decision: Decision,
  price: string,
): Promise<void> {
  for (const command of decision.commands) {
    if (command.type === 'notify') continue;
    const orderId = command.type === 'place' ? command.request.clientOrderId : command.orderId;
    const report =
      command.type === 'replace'
        ? ({ kind: 'replaced', terms: command.request.terms } as const)
        : ({
            kind: 'venue',
            order: venueOrder(command, price, sideIn(decision, orderId)),
          } as const);
    const next = await engine.submit({ type: 'order', at: Date.now(), orderId, report });
    await answer(engine, next, price);
  }
}

function sideIn(decision: Decision, orderId: string): 'buy' | 'sell' {
  const orders = decision.changed.flatMap((position) => position.orders);
  return orders.find(({ id }) => id === orderId)?.side ?? 'buy';
}

function venueOrder(
  command: Asked | Extract<Command, { type: 'cancel' }>,
  price: string,
  side: 'buy' | 'sell',
): VenueOrder {
  const base = {
    productId: 'BTC-USD',
    side,
    filledSize: '0',
    filledValue: '0',
    fees: '0',
    exact: true,
    at: Date.now(),
  };
  if (command.type === 'cancel') {
    const { orderId } = command;
    return { ...base, venueOrderId: `v-${orderId}`, clientOrderId: orderId, status: 'cancelled' };
  }
  const { clientOrderId, terms } = command.request;
  const order = { ...base, venueOrderId: `v-${clientOrderId}`, clientOrderId };
  const fills = terms.type === 'market' || terms.type === 'limit';
  if (!fills) return { ...order, status: 'open' };
  const size = 'size' in terms ? dec(terms.size) : dec(terms.quoteSize).div(price).toDP(8, 1);
  const value = size.mul(price);
  return {
    ...order,
    status: 'filled',
    filledSize: size.toFixed(),
    filledValue: value.toFixed(),
    fees: value.mul('0.006').toFixed(),
  };
}
