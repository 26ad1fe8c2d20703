import { type Decimal, dec, minOf, ONE, percentOf, times } from '../../money.ts';
import type { Signal } from '../../signal/reading.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { MarketContext } from '../model/event.ts';
import { money } from '../model/sentence.ts';
import type { Settings } from '../settings/settings.ts';

/** `worth`: price × size of the whole position, in quote; `leverage` 1 where there is none. */
type Sizing = { worth: Decimal; leverage: Decimal; remarks: readonly string[] };

/** A share of the size as set ("0.5", "1.2"), and why. */
export type Part = { share: DecimalString; why: string };

/** What these come to together. */
export function shareOf(parts: readonly Part[]): Decimal {
  return parts.reduce((all, { share }) => times(all, dec(share)), ONE);
}

/** How much of a product is to be traded, under the owner's settings. */
export function sizeOfPosition(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
  entry: Decimal,
  stop: Decimal,
  parts: readonly Part[] = [],
): Sizing {
  const remarks: string[] = [];
  const wantedLeverage = leverageWanted(signal, market, settings);
  const leverage = mostLeverage(wantedLeverage, market, settings);
  if (leverage.lt(wantedLeverage)) {
    remarks.push(`leverage ${wantedLeverage.toFixed()} is held to ${leverage.toFixed()}`);
  }
  const ofEquity = (percent: string) => percentOf(dec(market.equity), percent);
  const byRisk = (percent: string) => ofEquity(percent).div(lossOf(entry, stop, market));

  let worth: Decimal;
  switch (settings.sizeBy) {
    case 'quote':
      worth = times(dec(settings.quoteSize), leverage);
      break;
    case 'equity':
      worth = ofEquity(settings.equityPercent).mul(leverage);
      break;
    case 'risk':
      worth = byRisk(settings.riskPercent);
      break;
    case 'signal': {
      const { size } = signal;
      if (size === undefined) {
        remarks.push('it suggests no size: the fixed amount is used');
        worth = dec(settings.quoteSize).mul(leverage);
        break;
      }
      const said = 'risk' in size ? size.risk : size.allocation;
      const cap = 'risk' in size ? settings.riskPercent : settings.signalSizeCapPercent;
      const percent = minOf(dec(said), dec(cap)).toFixed();
      if (dec(said).gt(cap)) remarks.push(`it suggests ${said} % and is held to ${percent} %`);
      worth = 'risk' in size ? byRisk(percent) : ofEquity(percent).mul(leverage);
    }
  }

  worth = times(worth, shareOf(parts));
  for (const part of parts) remarks.push(`${percentOfShare(part)} of the size: ${part.why}`);

  const { largestPosition, largestPositionPercent, largestRiskPercent } = settings;
  const { size } = signal;
  const caps: readonly { set: string; most: () => Decimal; why: string }[] = [
    {
      set: settings.sizeBy === 'signal' && size !== undefined ? '1' : '0',
      most: () =>
        size !== undefined && 'risk' in size
          ? byRisk(settings.riskPercent)
          : ofEquity(settings.signalSizeCapPercent).mul(leverage),
      why: 'what a signal suggests is held to so much',
    },
    {
      set: largestPosition,
      most: () => dec(largestPosition).mul(leverage),
      why: `${largestPosition} is the most for one position`,
    },
    {
      set: largestPositionPercent,
      most: () => ofEquity(largestPositionPercent).mul(leverage),
      why: `${largestPositionPercent} % of the account is the most for one position`,
    },
    {
      set: largestRiskPercent,
      most: () => byRisk(largestRiskPercent),
      why: `its stop may lose no more than ${largestRiskPercent} % of the account`,
    },
  ];
  const wanted = worth;
  let held = '';
  for (const { set, most, why } of caps) {
    if (dec(set).isZero() || worth.lte(most())) continue;
    worth = most();
    held = why;
  }
  if (held !== '') {
    remarks.push(
      `it would be ${money(wanted)} ${market.product.quote} and is held to ${money(worth)}: ${held}`,
    );
  }
  return { worth, leverage, remarks };
}

function percentOfShare({ share }: Part): string {
  return `${dec(share).mul(100).toFixed()} %`;
}

/** What a position loses at its stop for each unit of its worth, fees of both ways included. */
function lossOf(entry: Decimal, stop: Decimal, { fees }: MarketContext): Decimal {
  const move = entry.sub(stop).abs().div(entry);
  return move.add(dec(fees.taker).mul(stop.div(entry).add(1)));
}

function leverageWanted(signal: Signal, { product }: MarketContext, settings: Settings): Decimal {
  if (product.type === 'spot') return ONE;
  return settings.leverageFrom === 'signal' && signal.leverage !== null && signal.leverage >= 1
    ? dec(signal.leverage)
    : dec(settings.leverage);
}

function mostLeverage(wanted: Decimal, { product }: MarketContext, settings: Settings): Decimal {
  const capped = minOf(wanted, dec(settings.leverageCap));
  return product.maxLeverage === undefined ? capped : minOf(capped, dec(product.maxLeverage));
}
