import { setTimeout as sleep } from 'node:timers/promises';
import { dec } from '../../../money.ts';
import { disagreement } from '../../disagreement.ts';
import { nameOf } from '../../productId.ts';
import type { DecimalString, OrderRequest, OrderTerms, PlaceResult, Venue } from '../../venue.ts';
import { VenueError } from '../../venue.ts';
import type { Priority } from '../connection/rateLimiter.ts';
import type { Answer, Rest } from '../connection/rest.ts';
import { type Refusal, readRefusal, refusalSentence, rejectReason } from '../refusals/refusal.ts';
import { SAME_AS_BEFORE } from '../refusals/refusalCodes.ts';
import { type CreateOrderAnswer, createOrderAnswer, editOrderAnswer } from '../wire/wire.ts';
import { createCancels } from './cancels.ts';
import type { LearnedCapabilities } from './capabilities.ts';
import { toEditBody, toOrderBody, toOrderTerms } from './orderConfiguration.ts';
import type { OrderHistory } from './orderHistory.ts';

const KEPT_STOP = "this product's stops are not moved in place, only cancelled and placed again.";
/** After that it is tried once more: Coinbase may have learned it. */
const FIXED_STOPS_MS = 60 * 60_000;

/** How far back an order is looked for whose id Coinbase calls used. */
const DUPLICATE_LOOKBACK_MS = 30 * 24 * 60 * 60_000;

/** What changes orders. Nothing here rejects: not knowing is one of the answers. */
export function createPlacement(parts: {
  rest: Rest;
  history: Pick<OrderHistory, 'findByClientId' | 'look'>;
  capabilities: LearnedCapabilities;
  clock: () => number;
  /** So long a change may take to show in what Coinbase says of the order, in milliseconds. */
  editShowsMs: number;
}): Pick<Venue, 'place' | 'replace' | 'cancel'> {
  const { rest, history, capabilities, clock, editShowsMs } = parts;
  /** Products whose stops stayed where they were after a change that Coinbase had taken; until when. */
  const fixedStops = new Map<string, number>();

  /** The other reading of a repeated create: the first order stands, and this is it. */
  async function firstOfThatId(request: OrderRequest): Promise<PlaceResult> {
    const exists = 'Coinbase says that an order of this id exists already';
    try {
      const since = clock() - DUPLICATE_LOOKBACK_MS;
      const first = await history.findByClientId(request.clientOrderId, since);
      if (!first) return { outcome: 'unknown', message: `${exists}, and does not list it yet.` };
      const other = disagreement(request, first);
      if (other) return idTaken(other);
      return { outcome: 'accepted', venueOrderId: first.venueOrderId };
    } catch (error) {
      const why = error instanceof VenueError ? error.message : 'an unexpected failure.';
      return { outcome: 'unknown', message: `${exists}; looking for it failed: ${why}` };
    }
  }

  /**
   * A create whose id was used before is answered with the order of then: what Coinbase took is
   * held against what was asked, and looked up where the answer does not say enough of it.
   */
  async function taken(request: OrderRequest, answer: CreateOrderAnswer): Promise<PlaceResult> {
    const told = answer.success_response;
    const venueOrderId = told?.order_id || answer.order_id;
    if (!venueOrderId) {
      return { outcome: 'unknown', message: 'Coinbase took the order and did not say its id.' };
    }
    const { order_configuration: configuration } = answer;
    const echoed = configuration ? toOrderTerms(configuration) : undefined;
    const said = {
      clientOrderId: told?.client_order_id,
      productId: told?.product_id,
      side: told?.side ?? undefined,
      terms: echoed,
    };
    const other =
      disagreement(request, said) ?? (echoed ? null : await lookedUp(request, venueOrderId));
    if (typeof other === 'object' && other !== null) return other;
    if (other) return idTaken(other);
    capabilities.learn(request, undefined);
    const attachedId = told?.attached_order_id;
    return {
      outcome: 'accepted',
      venueOrderId,
      ...(attachedId ? { attachedVenueOrderId: attachedId } : {}),
    };
  }

  /** The same for an order by itself; not knowing is an answer too. */
  async function lookedUp(request: OrderRequest, venueOrderId: string) {
    const order = await history.look(venueOrderId).catch(() => null);
    if (order) return disagreement(request, order);
    const message = 'Coinbase took an order, and what it is could not be read back.';
    return { outcome: 'unknown', message } as const;
  }

  /**
   * Coinbase says of an edit's stop price that it is for derivatives: it may take the change and
   * leave the stop of a spot order where it was. So the order is read back, for as long as a change
   * may take to show.
   */
  async function readBack(venueOrderId: string, request: OrderRequest): Promise<PlaceResult> {
    const until = performance.now() + editShowsMs;
    for (let wait = 100; ; wait *= 2) {
      const seen = await history.look(venueOrderId).catch((error: unknown) => {
        if (error instanceof VenueError) return error;
        throw error;
      });
      if (seen instanceof VenueError || !seen?.terms) {
        const why = seen instanceof VenueError ? seen.message : 'it is not told any more.';
        return {
          outcome: 'unknown',
          message: `The order was changed, and reading it back failed: ${why}`,
        };
      }
      const isLive = seen.status === 'open' || seen.status === 'pending';
      // One that has ended tells so itself.
      if (!isLive || isAsAsked(request.terms, seen.terms))
        return { outcome: 'accepted', venueOrderId };
      if (performance.now() + wait > until) break;
      await sleep(wait);
    }
    fixedStops.set(request.productId, clock() + FIXED_STOPS_MS);
    return unsupported(`Coinbase took the change and left the order as it was: ${KEPT_STOP}`);
  }

  async function refused(
    request: OrderRequest,
    refusal: Refusal,
    result: PlaceResult,
  ): Promise<PlaceResult> {
    if (rejectReason(refusal) === 'duplicate') return firstOfThatId(request);
    capabilities.learn(request, refusal.code);
    return result;
  }

  return {
    async place(request) {
      const body = toOrderBody(request);
      if ('unsupported' in body) return unsupported(body.unsupported);
      const answer = await rest.send(createOrderAnswer, {
        what: 'place the order',
        method: 'POST',
        path: '/brokerage/orders',
        body: {
          client_order_id: request.clientOrderId,
          product_id: request.productId,
          side: request.side === 'buy' ? 'BUY' : 'SELL',
          ...body,
          ...(request.leverage ? { leverage: request.leverage } : {}),
        },
        priority: priorityOf(request),
      });
      if (answer.kind === 'refused') return refused(request, answer, notDone(answer));
      if (answer.kind !== 'ok') return notDone(answer);

      if (answer.value.success) return taken(request, answer.value);
      const refusal = readRefusal(answer.value);
      return refused(request, refusal, rejected('order', refusal));
    },

    async replace(venueOrderId, request) {
      const edit = toEditBody(request.terms);
      if ('unsupported' in edit) return unsupported(edit.unsupported);
      const movesSpotStop =
        edit.stop_price !== undefined && nameOf(request.productId).type === 'spot';
      if (movesSpotStop && clock() < (fixedStops.get(request.productId) ?? 0)) {
        return unsupported(`Coinbase was not asked to change the order: ${KEPT_STOP}`);
      }
      const answer = await rest.send(editOrderAnswer, {
        what: 'change the order',
        method: 'POST',
        path: '/brokerage/orders/edit',
        body: { order_id: venueOrderId, ...edit },
        priority: priorityOf(request),
      });
      if (answer.kind !== 'ok') return notDone(answer);
      const refusal = readRefusal(answer.value);
      const isDone = answer.value.success || refusal.code === SAME_AS_BEFORE;
      if (!isDone) return rejected('change', refusal);
      return movesSpotStop
        ? readBack(venueOrderId, request)
        : { outcome: 'accepted', venueOrderId };
    },

    cancel: createCancels(rest),
  };
}

function idTaken(other: string): PlaceResult {
  return {
    outcome: 'rejected',
    reason: 'id_taken',
    message: `Coinbase has another order of this id (${other}): nothing was placed.`,
  };
}

/** Whether a stop-limit or a bracket has the prices and the size that it was to have. */
function isAsAsked(asked: OrderTerms, seen: OrderTerms): boolean {
  const same = (a: DecimalString, b: DecimalString) => dec(a).eq(b);
  if (asked.type === 'stop_limit' && seen.type === 'stop_limit') {
    return (
      same(asked.stopPrice, seen.stopPrice) &&
      same(asked.price, seen.price) &&
      same(asked.size, seen.size)
    );
  }
  if (asked.type === 'bracket' && seen.type === 'bracket') {
    return (
      same(asked.stop, seen.stop) && same(asked.target, seen.target) && same(asked.size, seen.size)
    );
  }
  return false;
}

function unsupported(message: string): PlaceResult {
  return { outcome: 'rejected', reason: 'unsupported_order', message };
}

function rejected(what: 'order' | 'change', refusal: Refusal): PlaceResult {
  const reason = rejectReason(refusal);
  return { outcome: 'rejected', reason, message: refusalSentence(what, reason, refusal) };
}

function notDone(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): PlaceResult {
  switch (answer.kind) {
    case 'unclear':
      return { outcome: 'unknown', message: answer.message };
    case 'rate_limited':
      return { outcome: 'rejected', reason: 'rate_limited', message: answer.message };
    case 'refused': {
      const forbidden = answer.status === 401 || answer.status === 403;
      const reason = forbidden ? 'not_permitted' : rejectReason(answer);
      return { outcome: 'rejected', reason, message: answer.message };
    }
  }
}

/** Whatever takes risk away goes before whatever adds it. */
const priorityOf = ({ closes }: OrderRequest): Priority => (closes ? 'urgent' : 'normal');
