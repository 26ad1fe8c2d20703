import { dropFirst } from './book/agenda.ts';
import { deadlineOf } from './book/deadline.ts';
import { activeIn, positionsOf, removePosition } from './book/positions.ts';
import { withdrawSignals } from './book/recent.ts';
import { firstToExpire } from './book/waiting.ts';
import { type Changed, workEach } from './book/workEach.ts';
import { dayBegun, onAccount, recordResult } from './events/accountEvent.ts';
import { workWaiting } from './events/agreement.ts';
import { onOrderReport } from './events/orderEvent.ts';
import { onOrdersAhead } from './events/ordersAhead.ts';
import { onOwner } from './events/ownerEvent.ts';
import { reportPanic } from './events/panic.ts';
import { onPrice } from './events/priceEvent.ts';
import { onProduct } from './events/productEvent.ts';
import { onSignal } from './events/signalEvent.ts';
import { onTime } from './events/timeEvent.ts';
import { onUnwatched } from './events/unwatchedEvent.ts';
import { onUpdate } from './events/updateEvent.ts';
import { onDifference } from './hold/byHand/changedSize.ts';
import { settle } from './hold/settle.ts';
import type { Command, Decision, Outcome } from './model/command.ts';
import type { Event } from './model/event.ts';
import { parseOrderId } from './model/orderId.ts';
import { isActive } from './model/positionStatus.ts';
import type { Position, State } from './model/state.ts';
import { type Turn, tell } from './model/turn.ts';

type Decided = Changed & { outcome?: Outcome };

/**
 * The pure core: what happens, given what is. The same state and event always give the same
 * decision. Never throws on an event of the union: a fault of ours leaves the state as it was and
 * is told to the owner.
 */
export function decide(state: State, event: Event): Decision {
  const turn: Turn = { at: event.at, install: state.install, commands: [] };
  let after: Decided;
  try {
    after = handle(state, event, turn);
    after = { ...after, state: conclude(state, after, turn) };
  } catch (fault) {
    return { state, commands: [faultNotice(event, fault)], changed: [] };
  }
  const { outcome } = after;
  return {
    state: after.state,
    commands: turn.commands,
    changed: after.changed,
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function handle(state: State, event: Event, turn: Turn): Decided {
  switch (event.type) {
    case 'signal':
      return onSignal(state, event, turn);
    case 'update':
      return onUpdate(state, event, turn);
    case 'order': {
      const position = positionOfOrder(state, event.orderId);
      return workEach(state, position, (p) => onOrderReport(p, event.orderId, event.report, turn));
    }
    case 'price': {
      const positions = positionsOf(state, event.positionIds);
      const meant = positions.filter((p) => p.product.id === event.price.productId);
      return workEach(state, meant, (p) => onPrice(p, event.price, turn));
    }
    case 'time':
      return passTime(state, turn);
    case 'owner':
      return onOwner(state, event, turn);
    case 'message_deleted': {
      const known = withdrawSignals(state, ({ messageId }) => messageId === event.messageId);
      const positions = positionsOf(known, known.byMessage.get(event.messageId) ?? []);
      return workEach(known, positions, (p) => onDeleted(p, turn));
    }
    case 'position_difference': {
      const positions = positionsOf(state, [event.positionId]);
      return workEach(state, positions, (p) => onDifference(p, event, turn));
    }
    case 'capabilities': {
      // What one account's venue takes says nothing of another's.
      const positions = activeIn(state, event.productId).filter(
        ({ account }) => account === event.account,
      );
      const { bracket, stopLimit } = event.capabilities;
      return workEach(state, positions, (p) => {
        const had = p.capabilities;
        // What a position has learned by a refusal stays learned.
        const both = { bracket: had.bracket && bracket, stopLimit: had.stopLimit && stopLimit };
        if (both.bracket === had.bracket && both.stopLimit === had.stopLimit) return p;
        return settle({ ...p, capabilities: both }, turn);
      });
    }
    case 'product': {
      const positions = activeIn(state, event.product.id).filter(
        ({ account }) => account === event.account,
      );
      return workEach(state, positions, (p) => onProduct(p, event.product, turn));
    }
    case 'unwatched': {
      const positions = positionsOf(state, event.positionIds);
      return workEach(state, positions, (p) => onUnwatched(p, turn));
    }
    case 'orders_ahead':
      return onOrdersAhead(state, event, turn);
    case 'account':
      return onAccount(state, event, turn);
  }
}

/** An order's id names its position; a report of one that is not ours or long gone finds none. */
function positionOfOrder(state: State, orderId: string): readonly Position[] {
  const name = parseOrderId(orderId, state.install);
  return name === null ? [] : positionsOf(state, [name.positionId]);
}

function onDeleted(position: Position, turn: Turn): Position {
  if (position.settings.onDelete === 'ignore') return position;
  if (!isActive(position) || position.entriesEnded !== null) return position;
  return settle({ ...position, entriesEnded: 'message_deleted' }, turn);
}

function passTime(before: State, turn: Turn): Changed {
  const state = endHalt(before, turn);
  const due = new Set<string>();
  let { agenda } = state;
  while (agenda !== null && agenda.at <= turn.at) {
    due.add(agenda.id);
    agenda = dropFirst(agenda);
  }
  if (due.size === 0) return { state, changed: [] };
  const now = { ...state, agenda };
  const isDue = (position: Position) =>
    (deadlineOf(position) ?? Number.POSITIVE_INFINITY) <= turn.at;
  const [active, ended] = partition(positionsOf(now, due).filter(isDue), isActive);
  return workEach(ended.reduce(removePosition, now), active, (p) => onTime(p, turn));
}

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

/** A halt that ends by itself, such as at the end of the day, has ended. */
function endHalt(state: State, turn: Turn): State {
  const { halt } = state;
  if (halt === null || halt.until === null || turn.at < halt.until) return state;
  tell(turn, { kind: 'resumed', by: halt.by });
  return dayBegun(state, turn.at);
}

/** What follows for the whole from what its positions did. */
function conclude(before: State, { state, changed }: Changed, turn: Turn): State {
  let next = state;
  for (const position of changed) {
    if (position.status !== 'closed') continue;
    const was = before.positions.get(position.id);
    if (was?.status !== 'closed') next = recordResult(next, position);
  }
  if (changed.length > 0) reportPanic(before, next, turn);
  const { memory } = next;
  const isSame = memory === before.memory && firstToExpire(next) > turn.at;
  return memory.waiting.length === 0 || isSame ? next : workWaiting(next, turn);
}

function faultNotice(event: Event, fault: unknown): Command {
  const message = fault instanceof Error ? fault.message : String(fault);
  return {
    type: 'notify',
    notice: {
      kind: 'error',
      what: `a fault in the bot while it worked on a ${event.type} event: ${message}`,
      lost: 'what this event should have changed',
      todo: 'check the open positions at the venue, and report the fault',
    },
  };
}
