import type { OrderReport } from '../strategy/model/event.ts';
import type { OrderTerms, PlaceResult } from '../venue/venue.ts';

/** What a venue's answer to a new order means to the core. */
export function placeReport(result: PlaceResult): OrderReport {
  if (result.outcome === 'accepted') {
    const { venueOrderId, attachedVenueOrderId } = result;
    return {
      kind: 'accepted',
      venueOrderId,
      ...(attachedVenueOrderId !== undefined && { attachedVenueOrderId }),
    };
  }
  const { message } = result;
  return result.outcome === 'rejected'
    ? { kind: 'rejected', reason: result.reason, message }
    : { kind: 'unknown', message };
}

/** What a venue's answer to a change of an order means to the core; `terms`: what was asked for. */
export function replaceReport(result: PlaceResult, terms: OrderTerms): OrderReport {
  if (result.outcome === 'accepted') return { kind: 'replaced', terms };
  const { message } = result;
  return result.outcome === 'rejected'
    ? { kind: 'replace_rejected', reason: result.reason, message }
    : { kind: 'replace_unknown', message };
}
