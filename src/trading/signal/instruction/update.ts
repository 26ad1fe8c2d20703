import { settleAlone } from '../levels/scale.ts';
import type { Provenance, Span, Update, UpdateAction } from '../reading.ts';
import type { SpanOf } from '../text/document.ts';
import type { Term } from '../words/terms/term.ts';
import type { Ticker } from '../words/tickers/ticker.ts';
import type { InstructionCandidate } from './instructionCandidate.ts';
import type { UpdateContext } from './updateContext.ts';

/** The update that a candidate gives about one coin, with its prices settled. */
export function finish(
  candidate: InstructionCandidate,
  subject: { ticker: Ticker; term: Term } | null,
  context: UpdateContext,
  spanOf: SpanOf,
): Update {
  const symbol =
    subject?.ticker.base ?? (candidate.all ? null : (context.repliedTo?.symbol ?? null));
  const provenance: Record<string, Span[]> = {};
  if (subject) provenance.symbol = [spanOf(subject.term.start, subject.term.end)];
  const { span } = context.repliedTo ?? {};
  if (!subject && !candidate.all && span) provenance.symbol = [span];
  const spansOf = (cited: readonly Term[]): Span[] =>
    cited.map((term) => spanOf(term.start, term.end));
  provenance.action = spansOf(candidate.terms.filter((term) => term.kind !== 'number'));
  for (const [field, cited] of Object.entries(candidate.cites)) provenance[field] = spansOf(cited);
  const side = candidate.side ?? (candidate.all ? null : (context.repliedTo?.side ?? null));
  if (side && !candidate.side && span) provenance.side = [span];
  const { action, all, percent, target } = candidate;
  const settled = (field: string): string[] =>
    (candidate.cites[field] ?? []).map(({ number }) =>
      number ? settleAlone(number, { base: symbol, price: context.priceOf(symbol) }) : '0',
    );
  const [price] = settled('price');
  const entries = candidate.entries && settled('entry');
  const addedEntries = candidate.addedEntries && settled('entry');
  const targets = candidate.targets && settled('targets').map((value) => ({ price: value }));
  return {
    kind: 'update',
    action,
    symbol,
    side,
    ...(all ? { all } : {}),
    ...(price === undefined ? {} : { price }),
    ...(percent === undefined ? {} : { percent }),
    ...(target === undefined ? {} : { target }),
    ...(entries ? { entries } : {}),
    ...(addedEntries ? { addedEntries } : {}),
    ...(targets ? { targets } : {}),
    provenance: provenance as Provenance,
  };
}

/** One update of a kind for a coin; a stop moved to a price that is called the entry is a stop to entry. */
export function merge(updates: readonly Update[]): Update[] {
  const merged: Update[] = [];
  for (const update of updates) {
    const same = merged.findIndex(
      (other) => other.symbol === update.symbol && other.action === update.action,
    );
    const moved = merged.findIndex(
      (other) => other.symbol === update.symbol && other.action === 'move_stop',
    );
    if (update.action === 'target_hit' && same >= 0) {
      const other = merged[same];
      if (other && (update.target ?? 0) > (other.target ?? 0)) merged[same] = update;
    } else if (update.action === 'stop_to_entry' && moved >= 0) {
      const { price, provenance } = merged[moved] ?? update;
      merged[moved] = {
        ...update,
        ...(price === undefined ? {} : { price }),
        provenance: { ...provenance, ...update.provenance },
      };
    } else if (same >= 0 && update.action !== 'amend') {
      if (merged[same]?.percent === undefined && update.percent !== undefined)
        merged[same] = update;
    } else merged.push(update);
  }
  // What was stopped out needs no closing; a part without a size says nothing beside one with a size.
  return merged.filter((update) => {
    const beside = (action: UpdateAction): Update | undefined =>
      merged.find(
        (other) => other !== update && other.symbol === update.symbol && other.action === action,
      );
    if (update.action === 'close_part' && update.percent === undefined && beside('close'))
      return false;
    if (
      update.action === 'close' ||
      update.action === 'close_part' ||
      update.action === 'stop_to_entry'
    )
      return beside('stop_hit') === undefined;
    if (update.action === 'target_hit') return beside('cancel_entry') === undefined;
    return true;
  });
}
