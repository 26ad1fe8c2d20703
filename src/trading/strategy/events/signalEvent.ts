import type { Side } from '../../signal/reading.ts';
import { positionOfReading, putPosition } from '../book/positions.ts';
import {
  contentOf,
  enteredTogether,
  isSameTrade,
  keyOf,
  remember,
  wasDecided,
} from '../book/recent.ts';
import { stakeOfPlan } from '../book/stake.ts';
import { waitingAs } from '../book/waiting.ts';
import { closeOpposite, oppositePositions } from '../hold/opposite.ts';
import { settle } from '../hold/settle.ts';
import type { Outcome } from '../model/command.ts';
import { type Denial, type Denied, deny } from '../model/denial.ts';
import type { MarketContext, SignalEvent } from '../model/event.ts';
import type { Intended } from '../model/notice.ts';
import { closedFor } from '../model/product.ts';
import { planInWords } from '../model/sentence.ts';
import type { Plan, Position, RecentReading, State } from '../model/state.ts';
import { type Turn, tell } from '../model/turn.ts';
import { NOTHING_IN_THE_WAY } from '../model/wayOut.ts';
import { levelsOfOthers, nameOf, othersSay } from '../open/consult.ts';
import { withoutReserved } from '../open/freeCash.ts';
import { limitAgainst } from '../open/limits.ts';
import { planSignal } from '../open/plan.ts';
import { haltAgainst, protectionAgainst } from '../open/protections.ts';
import { weightByRecord } from '../open/record.ts';
import { refuseWaiting, waitForOthers } from './agreement.ts';
import { asksAboutPicture, asksAboutSignal, UNKNOWN_FORMAT } from './asksFirst.ts';
import { onEdit } from './edit.ts';

export type SignalDecision = { state: State; changed: readonly Position[]; outcome: Outcome };

/** Takes a signal or says no to it; an edited one amends what came of it. */
export function onSignal(state: State, event: SignalEvent, turn: Turn): SignalDecision {
  const { source, signal } = event;
  const opened = positionOfReading(state, source);
  if (opened !== undefined && source.revision > opened.source.revision) {
    // An engine may read the same picture otherwise the second time.
    if (asksAboutPicture(event.settings, event.written) && !event.confirmed)
      return noted(state, 'what a picture says changes nothing of what is open by itself');
    return onEdit(state, opened, event, turn);
  }
  // The owner's yes to one that was not taken has it judged anew.
  if (opened !== undefined || (wasDecided(state, source) && !event.confirmed)) {
    return noted(state, 'it was decided on already');
  }

  const entered = source.revision > 0 ? enteredWith(state, event) : null;
  if (entered !== null) {
    const { at } = event;
    const { consultGroup: group } = event.settings;
    const known = remember(state, 'signal', source, at, contentOf(signal), { group });
    return noted(known, `position ${entered} was entered with it, and keeps its own levels`);
  }

  const judged = judge(state, event);
  if (event.noteOnly !== undefined) return keptAsNote(state, event, event.noteOnly, judged);
  const asks = asksAboutSignal(event.settings, event.written) && !event.confirmed;
  if (!('denied' in judged) && asks) return waiting(state, event, judged, turn);
  const taken = 'plan' in judged;
  const account = taken ? judged.market.account : null;
  const group = event.settings.consultGroup;
  const next = remember(state, 'signal', source, event.at, contentOf(signal), { account, group });
  if ('denied' in judged) {
    const { rule, why } = judged.denied;
    const outcome = { outcome: 'denied', rule, why } as const;
    return { state: notOpened(next, event, judged.denied, turn), changed: [], outcome };
  }
  const { opposite } = judged;
  const closed = closeOpposite(next, opposite, event, turn);
  if (!('plan' in judged)) {
    const positionIds = opposite.map(({ id }) => id);
    const no = judged.notOpened;
    const after = no === undefined ? closed.state : notOpened(closed.state, event, no, turn);
    return { ...closed, state: after, outcome: { outcome: 'applied', positionIds } };
  }
  const { agreeing, as } = judged;
  const together = [source, ...agreeing];
  const known =
    agreeing.length > 0 || waitingAs(state, source) !== null
      ? enteredTogether(closed.state, together, String(state.nextPosition))
      : closed.state;
  const made = open(known, { ...event, ...as }, judged.market, judged.plan, turn);
  return { ...made, changed: [...closed.changed, ...made.changed] };
}

/** The state in which nothing is opened for a signal, which is told; or in which it waits for others. */
function notOpened(state: State, event: SignalEvent, { rule, why }: Denial, turn: Turn): State {
  // It is told on the card of what waits.
  if (rule === 'agreement') return waitForOthers(state, event);
  const { source, signal } = event;
  const { symbol, side } = signal;
  tell(turn, { kind: 'signal_denied', symbol, side, source, rule, why });
  return refuseWaiting(state, event, why);
}

/** The position that an edited signal was entered with, as one of several that said the same; null where none was. */
function enteredWith({ memory }: State, { source, signal }: SignalEvent): string | null {
  const key = keyOf(source);
  const before = memory.readings.findLast((one) => one.kind === 'signal' && keyOf(one) === key);
  if (before?.enteredAs === undefined) return null;
  return isSameTrade(before.content, contentOf(signal)) ? before.enteredAs : null;
}

const NOTE_ONLY = {
  paused: 'the watch is paused',
  watch_only: 'the watch is watched only, and there is no paper account here',
} as const;

/** Opens nothing and closes nothing; says what would have become of it. */
function keptAsNote(
  state: State,
  event: SignalEvent,
  noteOnly: keyof typeof NOTE_ONLY,
  judged: Judgement,
): SignalDecision {
  const { source, signal, at } = event;
  const group = event.settings.consultGroup;
  const next = remember(state, 'signal', source, at, contentOf(signal), { group });
  return noted(next, `${NOTE_ONLY[noteOnly]}; ${wouldBe(judged, event)}`);
}

function wouldBe(judged: Judgement, { signal }: SignalEvent): string {
  if ('denied' in judged) return `it would not be taken: ${judged.denied.why}`;
  if ('plan' in judged) {
    return `it would be taken: ${planInWords(judged.plan, judged.market.product, signal.side)}`;
  }
  const no = judged.notOpened;
  return `it would close what is open the other way${no === undefined ? '' : ` and open nothing: ${no.why}`}`;
}

/** Asks first: about this signal, or about the way it is written. */
function waiting(
  state: State,
  event: SignalEvent,
  judged: Exclude<Judgement, { denied: Denial }>,
  turn: Turn,
): SignalDecision {
  const { source, signal, settings, written = UNKNOWN_FORMAT } = event;
  const expiresAt = source.postedAt + settings.oldestSignalSeconds * 1000;
  const intended =
    'plan' in judged ? { intended: intendedBy(judged.market, signal.side, judged.plan) } : {};
  if (settings.follow === 'known' || written.secondReader || written.picture) {
    const would = wouldBe(judged, event);
    const asked = { kind: 'format_asked', source, reading: signal, would, expiresAt } as const;
    tell(turn, { ...asked, ...written, ...intended });
  } else tell(turn, { kind: 'signal_waiting', source, signal, expiresAt, ...intended });
  const group = settings.consultGroup;
  const next = remember(state, 'signal', source, event.at, contentOf(signal), { group });
  return noted(next, 'it waits for your yes');
}

function intendedBy({ account, product, fees }: MarketContext, side: Side, plan: Plan): Intended {
  return { account, product, side, plan, fees };
}

/** Denied; or what is to be closed, and what is to be opened, or why that is not. */
type Judgement = Denied | (Opposite & { notOpened?: Denial }) | (Opening & Opposite);
type Opposite = { opposite: readonly Position[] };

/** What is to be opened, as which signal (of those that say the same, one gives the levels), and who says the same. */
type Opening = {
  market: MarketContext;
  plan: Plan;
  as: Pick<SignalEvent, 'source' | 'signal'>;
  agreeing: readonly RecentReading[];
};

function judge(state: State, event: SignalEvent): Judgement {
  const { settings, source } = event;
  const age = Math.round((event.at - source.postedAt) / 1000);
  // Whoever says yes sees what it would be traded at now; what waits for others may get old by that.
  const waits = waitingAs(state, source);
  const isOn = waits !== null && isSameTrade(contentOf(waits.signal), contentOf(event.signal));
  if (age > settings.oldestSignalSeconds && event.confirmed !== true && !isOn) {
    return deny(
      'too_old',
      `it is ${age} s old, and the oldest to act on is ${settings.oldestSignalSeconds} s`,
    );
  }
  const opposite = oppositePositions(state, event);
  if (opposite.length > 0) {
    const ids = opposite.map(({ id }) => id).join(', ');
    if (settings.oppositeSignal === 'ignore') {
      return deny('opposite_signal', `position ${ids} is open the other way, and stays`);
    }
    if (settings.oppositeSignal === 'close') return { opposite };
  }
  const opening = judgeOpening(state, event);
  // To turn around is to close first, also where nothing new can be opened.
  if ('denied' in opening) {
    return opposite.length > 0 ? { opposite, notOpened: opening.denied } : opening;
  }
  return { ...opening, opposite };
}

function judgeOpening(state: State, event: SignalEvent): Denied | Opening {
  const { market, settings } = event;
  const no = mayNotOpen(state, event);
  if (no !== null) return no;
  if ('denied' in market) return market;
  const said = othersSay(state, event);
  if (said.denied !== undefined) return said;
  const { part, agreeing } = said;
  // What its owner is asked about, or has said yes to, is traded as it is shown.
  const isAlone = event.confirmed || asksAboutSignal(settings, event.written);
  const other = isAlone ? null : levelsOfOthers(state, event, agreeing);
  const as =
    other === null
      ? event
      : { source: other.source, signal: other.signal, record: other.record ?? {} };
  const { signal, source } = as;
  if (other !== null) {
    const denied = mayNotOpen(state, { ...event, ...as });
    if (denied !== null) return denied;
  }
  const weight = weightByRecord(as.record, settings);
  const parts = [part, weight].filter((one) => one !== null);
  const planned = planSignal(signal, withoutReserved(state, market), settings, parts);
  if ('denied' in planned) return planned;
  const plan = { ...planned.plan, remarks: [...planned.plan.remarks, ...inAgreement()] };
  const limit = limitAgainst(
    { state, account: market.account, product: market.product, settings, equity: market.equity },
    stakeOfPlan(plan, signal.side),
    { providerId: source.providerId },
  );
  return limit === null ? { market, plan, as, agreeing } : { denied: limit };

  function inAgreement(): readonly string[] {
    if (agreeing.length === 0) return [];
    const names = [event.source, ...agreeing].map(nameOf);
    return [`${names.join(', ')} say so; the levels are ${source.providerName}’s`];
  }
}

/** Why nothing can be opened for a signal now, before it is planned; null when nothing speaks against it. */
function mayNotOpen(state: State, event: SignalEvent): Denied | null {
  const { market, signal } = event;
  const halted = haltAgainst(state, 'denied' in market ? null : market.account);
  if (halted !== null) return { denied: halted };
  if ('denied' in market) return market;
  const { product } = market;
  if (signal.side === 'short' && product.type === 'spot') {
    return deny('short_on_spot', `${product.id} is a spot product, which can't be sold short`);
  }
  const closed = closedFor(product, signal.entry.type === 'market', event.at);
  if (closed !== null) return deny('product', closed);
  const denied = protectionAgainst({ state, event, market });
  return denied === null ? null : { denied };
}

function open(
  state: State,
  event: SignalEvent,
  market: MarketContext,
  plan: Plan,
  turn: Turn,
): SignalDecision {
  const id = String(state.nextPosition);
  const { source, signal, settings } = event;
  const position: Position = {
    id,
    account: market.account,
    status: 'pending',
    source,
    product: market.product,
    symbol: signal.symbol,
    priceScale: market.priceScale,
    side: signal.side,
    plan,
    settings,
    capabilities: market.capabilities,
    fees: market.fees,
    stop: plan.stop,
    orders: [],
    nextOrder: 1,
    targetsHit: [],
    entriesReady: [],
    trails: [],
    ruled: { targets: 0, breakeven: false },
    entriesEnded: null,
    wayOut: NOTHING_IN_THE_WAY,
    outside: { size: '0', value: '0' },
    createdAt: event.at,
    openedAt: null,
    closedAt: null,
    closeReason: null,
  };
  tell(turn, {
    kind: 'signal_taken',
    account: position.account,
    positionId: id,
    productId: position.product.id,
    side: position.side,
    source,
    plan,
  });
  const settled = settle(position, turn);
  return {
    state: putPosition({ ...state, nextPosition: state.nextPosition + 1 }, settled),
    changed: [settled],
    outcome: { outcome: 'taken', positionId: id },
  };
}

function noted(state: State, why: string): SignalDecision {
  return { state, changed: [], outcome: { outcome: 'noted', why } };
}
