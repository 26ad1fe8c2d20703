import { type Found, gather } from './evidence/evidence.ts';
import { type OrderScene, orderScene } from './evidence/orders/scene.ts';
import { BESIDE_LEVELS, FORM, LACKS, OF_LEVELS, WORDS } from './evidence/orders/table.ts';
import { none, readingOf, sizeOf, unclear, type Verdict, verdict } from './evidence/verdict.ts';
import type { Level } from './levels/level.ts';
import { areAllSats, inSats } from './levels/sats.ts';
import { type LevelRole, type PricedLevel, settleScale } from './levels/scale.ts';
import { type Levels, objectionTo } from './levels/validate.ts';
import {
  lostLevel,
  secondPrice,
  strayEntry,
  strayLevel,
  unreadLabel,
  unreadNumber,
} from './order/candidate/leftovers.ts';
import { type OrderCandidate, orderCandidate } from './order/candidate/orderCandidate.ts';
import {
  chooseStop,
  entryOf,
  inferSide,
  leverageOf,
  marketOf,
  nearerEnds,
  weighedEntry,
} from './order/candidate/orderFields.ts';
import { chooseSymbol } from './order/candidate/symbol.ts';
import type { Frame } from './order/frame/frame.ts';
import { sharesOf } from './order/numbers/shares.ts';
import type { ReadContext, Reading, Signal, Span, Target } from './reading.ts';
import type { SpanOf } from './text/document.ts';
import type { Term } from './words/terms/term.ts';

/** What a signal says of itself when 65.4 was read as 65,400. */
export const THOUSANDS_SHORT = 'prices: thousands written short';

/** What a signal says of itself when its stop was given as a range, or with a candle's close beside. */
const ONE_OF_STOPS = 'stop: of two, the nearer end of a range or the one that rests';

/** What a signal says of itself when it is three prices and a side. */
export const OF_THREE =
  'levels: of three prices the first is the entry, and the side tells the others';

export function readFrame(frame: Frame, context: ReadContext, spanOf: SpanOf): Reading {
  const symbol = chooseSymbol(frame, context);
  if (symbol.kind === 'notCrypto') return none('not_crypto', `${symbol.base} is no crypto asset`);
  const order = orderCandidate(frame, symbol);
  const lacks = verdict(gather(LACKS, order), 'bare');
  if (lacks) return readingOf(lacks);
  const scene = orderScene(order);
  const words = gather(WORDS, scene);
  const size = sizeOf(scene);
  // What speaks against a whole order is told with all that could be read of it.
  const refused =
    (size === 'whole' ? null : verdict(words, size)) ?? verdict(gather(FORM, scene), size);
  return refused ? readingOf(refused) : readOrder(scene, words, context, spanOf);
}

/** Settles the numbers of an order, and takes it if nothing in it contradicts itself. */
function readOrder(
  scene: OrderScene,
  words: readonly Found<OrderScene>[],
  context: ReadContext,
  spanOf: SpanOf,
): Reading {
  const { order } = scene;
  const { frame, symbol, sides, spoken, marketWord } = order;
  const provenance: Record<string, Span[]> = {};
  const cite = (field: string, ...terms: readonly (Term | undefined)[]): void => {
    const spans = terms.flatMap((term) => (term ? [spanOf(term.start, term.end)] : []));
    if (spans.length > 0) provenance[field] = [...(provenance[field] ?? []), ...spans];
  };
  const found = symbol.kind === 'found' ? symbol : null;
  const base = found?.ticker.base ?? context.hints?.defaultSymbol ?? null;
  const named = found?.ticker.quote ?? null;
  const sats =
    !frame.sats || base === 'BTC'
      ? null
      : areAllSats([...order.entries, ...frame.stops, ...order.targets])
        ? 'all'
        : 'whole';
  // A satoshi is a part of a bitcoin.
  const quote = sats === 'all' ? (named ?? 'BTC') : named;
  cite('symbol', found?.term);
  const settled = settleOrder(order, base, quote, sats, context);
  if ('ambiguous' in settled)
    return unclear('ambiguous_scale', settled.ambiguous, 'entry', provenance);

  const pricesOf = (role: LevelRole): PricedLevel[] => {
    const levels = settled.levels.filter((level) => level.role === role);
    if (role !== 'target') return levels;
    // What another label tells again is no further target.
    const once = levels.filter(
      (l, i) =>
        !levels.slice(0, i).some((o) => o.value === l.value && o.level.group !== l.level.group),
    );
    return nearerEnds(once, settled.levels.find((level) => level.role === 'entry')?.value);
  };
  const percents = order.targets.filter((l) => l.kind === 'percent');
  const targets: Target[] = [
    ...pricesOf('target').map((l) => ({ price: l.value })),
    ...percents.map((l) => ({ percent: l.term.number?.values[0]?.value ?? '0' })),
  ];
  const chosen = chooseStop(frame.stops, pricesOf('stop'), pricesOf('entry')[0]?.value);
  const stop = chosen === 'several' ? null : chosen;
  cite('entry', ...pricesOf('entry').map((l) => l.level.term));
  cite('targets', ...pricesOf('target').map((l) => l.level.term), ...percents.map((l) => l.term));
  cite('stop', ...frame.stops.map((l) => l.term));

  const levels = {
    entry: entryOf(frame, marketWord, pricesOf('entry'), spoken),
    stop,
    targets,
  };
  const partial = { ...(base === null ? {} : { symbol: base }), quote, ...levels };
  const sided = spoken ? { ...partial, side: spoken } : partial;
  if (chosen === 'several')
    return unclear('several_stops', 'it gives more than one stop', 'stop', provenance, sided);
  if (sides.length > 1)
    return unclear('both_sides', 'it says both long and short', 'side', provenance, partial);
  if (symbol.kind === 'several') {
    const why = `it names several coins (${symbol.bases.join(', ')})`;
    return unclear('several_coins', why, 'symbol', provenance, partial);
  }
  if (base === null) return unclear('no_coin', 'it names no coin', 'symbol', provenance, sided);
  const told = spoken ? { side: spoken, by: null } : inferSide(frame, levels, context);
  if (!told) {
    const why = 'it does not say long or short, and the prices do not tell';
    return unclear('no_side', why, 'side', provenance, partial);
  }
  const { side } = told;
  if (spoken) cite('side', ...frame.sides.filter((s) => s.side === side).map((s) => s.term));
  const objection = objectionIn({ ...scene, side }, words, levels);
  if (objection)
    return {
      kind: 'unclear',
      why: objection.why,
      about: objection.about,
      partial: { ...partial, side },
      evidence: objection.evidence,
      provenance,
    };

  if (sats === 'all' && quote !== 'BTC') {
    const why = `its prices are in sats, and its pair is in ${quote}`;
    return unclear('sats_of_another_quote', why, 'entry', provenance, { ...partial, side });
  }

  const leverage = leverageOf(frame);
  const entry = weighedEntry(order, entryOf(frame, marketWord, pricesOf('entry'), side));
  const targetWeights =
    percents.length === 0 ? sharesOf(frame.terms, order.targets, frame.shares) : null;
  cite('leverage', ...frame.leverage.map((l) => l.term));
  if (entry.trigger) cite('trigger', ...pricesOf('entry').map((l) => l.level.beyond?.term));
  if (entry.trigger?.on === 'close') cite('trigger', frame.entryCandle?.term);
  cite('size', frame.risk?.term);
  cite('market', frame.spot ?? frame.futures ?? undefined);
  const inferred = [
    ...(settled.shorthand ? [THOUSANDS_SHORT] : []),
    ...(told.by ? [told.by] : []),
    ...(frame.isTriple ? [OF_THREE] : []),
    ...(new Set(pricesOf('stop').map((l) => l.value)).size > 1 ? [ONE_OF_STOPS] : []),
  ];
  const signal: Signal = {
    kind: 'signal',
    symbol: base,
    quote: quote ?? context.hints?.defaultQuote ?? null,
    side,
    market: marketOf(frame, side, leverage),
    ...(sats === 'all'
      ? { ...inSats({ entry, stop, targets }), unit: 'sats' }
      : { entry, stop, targets }),
    leverage,
    ...(targetWeights ? { targetWeights } : {}),
    ...(frame.risk ? { size: { risk: frame.risk.percent } } : {}),
    ...(inferred.length > 0 ? { inferred } : {}),
    provenance,
  };
  return signal;
}

function settleOrder(
  { frame, entries, targets }: OrderCandidate,
  base: string | null,
  quote: string | null,
  sats: 'whole' | 'all' | null,
  { prices, hints }: ReadContext,
): ReturnType<typeof settleScale> {
  const levelsAs = (role: LevelRole, levels: readonly Level[]) =>
    levels.map((level) => ({ level, role }));
  const price = base === null ? undefined : prices?.[base];
  return settleScale(
    [
      ...levelsAs('entry', entries),
      ...levelsAs('stop', frame.stops),
      ...levelsAs('target', targets),
    ],
    {
      base,
      quote,
      sats,
      ...(price === undefined ? {} : { price }),
      ...(hints?.thousandsShorthand ? { thousandsShorthand: true } : {}),
    },
  );
}

/** What speaks against an order whose levels and side are known. */
function objectionIn(
  scene: OrderScene,
  words: readonly Found<OrderScene>[],
  levels: Levels,
): Pick<Verdict, 'why' | 'about' | 'evidence'> | null {
  const { frame, order } = scene;
  const { entries, targets, marketWord } = order;
  const doubt = verdict(words, 'whole');
  if (doubt) return doubt;
  const unread =
    unreadLabel(frame, entries, marketWord) ??
    strayEntry(frame, entries, targets, marketWord) ??
    strayLevel(frame, entries, targets) ??
    lostLevel(frame, entries, targets) ??
    secondPrice(frame, entries);
  if (unread) {
    const why = `it has a label for the ${unread}, and what follows could not be read`;
    return { why, about: unread, evidence: ['unread_level'] };
  }
  const beside = verdict(gather(BESIDE_LEVELS, scene), 'whole');
  if (beside) return beside;
  const number = unreadNumber(frame, entries, targets);
  if (number) {
    const why = `“${number.text}” stands among its levels, and nothing says what it is`;
    return { why, about: 'entry', evidence: ['unread_number'] };
  }
  const ofLevels = verdict(gather(OF_LEVELS, { ...scene, levels }), 'whole');
  if (ofLevels) return ofLevels;
  const contradiction = scene.side && objectionTo(scene.side, levels);
  return contradiction ? { ...contradiction, evidence: ['levels_contradict'] } : null;
}
