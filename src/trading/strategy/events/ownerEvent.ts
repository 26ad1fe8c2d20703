import { dec } from '../../money.ts';
import { activePositions, positionsOf } from '../book/positions.ts';
import { type Changed, workEach } from '../book/workEach.ts';
import { addEntry } from '../hold/add.ts';
import { putBack } from '../hold/byHand/cancelledOrders.ts';
import { leave, reduce } from '../hold/orders/leave.ts';
import { settle } from '../hold/settle.ts';
import { moveStopAsked, stopAtEntry, whyToEntry } from '../hold/stop/moveStop.ts';
import { moveTarget } from '../hold/targets/moveTarget.ts';
import { weigh } from '../hold/weighing.ts';
import type { Outcome } from '../model/command.ts';
import { type Denied, deny } from '../model/denial.ts';
import type { OwnerAct, OwnerEvent, Weighed } from '../model/event.ts';
import { isLive } from '../model/orderStatus.ts';
import { isActive } from '../model/positionStatus.ts';
import type { Halt, Position, State } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { isLeaving } from '../model/wayOut.ts';
import { resumed } from './accountEvent.ts';
import { panicLine } from './panic.ts';
import { onTakeOver } from './takeOver.ts';

type Done = Changed & { outcome?: Outcome };

/** What the owner says is done; what can't be is denied with the reason. */
export function onOwner(state: State, event: OwnerEvent, turn: Turn): Done {
  const { act, by, at, question } = event;
  switch (act.act) {
    case 'pause':
      return {
        state: halt(state, { kind: 'pause', by, at, reason: act.reason }, [], turn),
        changed: [],
      };
    case 'panic':
      return panic(state, { kind: 'panic', by, at, reason: act.reason }, turn);
    case 'resume':
      if (state.halt !== null) tell(turn, { kind: 'resumed', by });
      return { state: resumed(state), changed: [] };
    case 'take_over':
      return onTakeOver(state, act, turn);
    case 'close':
    case 'cancel_entries':
    case 'cancel_order':
    case 'move_stop':
    case 'stop_to_entry':
    case 'move_target':
    case 'let_run':
    case 'add':
      return onPosition(state, act, question, turn);
  }
}

type Why = { kind: Halt['kind']; by: string; at: number; reason: string };

function halt(state: State, why: Why, positionIds: readonly string[], turn: Turn): State {
  const { kind, by, at, reason } = why;
  const made: Halt = { kind, since: at, by, reason, until: null, positionIds };
  tell(turn, { kind: 'halted', halt: made });
  return { ...state, halt: made };
}

function panic(state: State, why: Why, turn: Turn): Changed {
  const positions = activePositions(state);
  const ids = positions.map(({ id }) => id);
  const after = workEach(halt(state, why, ids, turn), positions, (position) =>
    settle(leave(position, 'panic'), turn),
  );
  const left = positionsOf(after.state, ids);
  const done = !left.some(isActive);
  const lines = left.length === 0 ? ['Nothing was open.'] : left.map(panicLine);
  tell(turn, { kind: 'panic_report', by: why.by, lines, done });
  return after;
}

/** What makes no sense any more once all of it is on its way out. */
const CHANGES: ReadonlySet<OwnerAct['act']> = new Set([
  'move_stop',
  'stop_to_entry',
  'move_target',
  'let_run',
]);

const STOP_ACTS: ReadonlySet<OwnerAct['act']> = new Set(['move_stop', 'stop_to_entry']);

type PositionAct = Exclude<Extract<OwnerAct, { positionId: string }>, { act: 'take_over' }>;

/** Of that many a position remembers that they were answered. */
const ANSWERED_KEPT = 20;

function onPosition(
  state: State,
  act: PositionAct,
  question: string | undefined,
  turn: Turn,
): Done {
  const denied = ({ denied: no }: Denied): Done => {
    return { state, changed: [], outcome: { outcome: 'denied', ...no } };
  };
  const position = state.positions.get(act.positionId);
  if (position === undefined || !isActive(position)) {
    return denied(deny('position_ended', 'there is no such position, or it has ended'));
  }
  if (question !== undefined && position.answered?.includes(question)) {
    return denied(deny('answered_already', 'it was answered already'));
  }
  if (isLeaving(position) && CHANGES.has(act.act)) {
    return denied(deny('being_closed', 'it is being closed'));
  }
  const done = apply(state, position, act, turn);
  if ('denied' in done) return denied(done);
  const outcome: Outcome = { outcome: 'applied', positionIds: [act.positionId] };
  // Whoever moves the stop wants one, also where it was cancelled by hand.
  const moved = STOP_ACTS.has(act.act) ? putBack(done, turn.at) : done;
  const next =
    question === undefined
      ? moved
      : { ...moved, answered: [...(moved.answered ?? []), question].slice(-ANSWERED_KEPT) };
  const settled = (before: Position) => (next === before ? before : settle(next, turn));
  return { ...workEach(state, [position], settled), outcome };
}

function apply(state: State, position: Position, act: PositionAct, turn: Turn): Position | Denied {
  switch (act.act) {
    case 'close':
      if (dec(act.percent).gte(100)) return leave(position, 'owner');
      return reduce(position, act.percent, 'owner');
    case 'cancel_entries':
      return { ...position, entriesEnded: position.entriesEnded ?? 'owner' };
    case 'cancel_order':
      return withoutEntry(position, act.orderId);
    case 'move_stop':
      return moveStopAsked(
        position,
        dec(act.to.price),
        'owner',
        'you moved it',
        weighingOf(state, position, act),
        turn,
      );
    case 'stop_to_entry': {
      const to = stopAtEntry(position, act.last ?? null);
      if ('denied' in to) return to;
      const why = whyToEntry(position, to, 'you moved it to the entry');
      return moveStopAsked(position, to, 'owner', why, weighingOf(state, position, act), turn);
    }
    case 'add':
      return addEntry(state, position, act, turn.at);
    case 'move_target':
      return moveTarget(position, act.target, act.price, weighingOf(state, position, act));
    case 'let_run': {
      const targets = position.plan.targets.filter(({ leg }) => position.targetsHit.includes(leg));
      return { ...position, plan: { ...position.plan, targets } };
    }
  }
}

function weighingOf(state: State, position: Position, act: Weighed) {
  const { last = null, settings = position.settings, equity, sure = false } = act;
  return weigh(state, position, { last, settings, equity, sure });
}

/** The position without one of its entries; the last one to go ends them all. */
function withoutEntry(position: Position, orderId: string): Position | Denied {
  const order = position.orders.find(({ id }) => id === orderId);
  if (order === undefined) return deny('order_unknown', 'it has no such order');
  if (!isLive(order)) return deny('order_ended', 'that order has ended already');
  if (order.purpose !== 'entry') {
    return deny(
      'order_protects',
      'that order closes or protects what is open, so it is not cancelled alone',
    );
  }
  const isWanted = position.plan.entries.some(({ leg }) => leg === order.leg);
  if (position.entriesEnded !== null || !isWanted) {
    return deny('order_ended', 'that order is being cancelled already');
  }
  const entries = position.plan.entries.filter(({ leg }) => leg !== order.leg);
  if (entries.length === 0) return { ...position, entriesEnded: 'owner' };
  return { ...position, plan: { ...position.plan, entries } };
}
