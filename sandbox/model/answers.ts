import type { Behaviour } from './server.ts';

type Level = { number: string; quote: string };

/** What the second reader's schema asks for. */
export type Answer = {
  coin: { symbol: string; quote: string } | null;
  side: { side: 'long' | 'short'; quote: string } | null;
  now: { quote: string } | null;
  entries: Level[] | null;
  stop: Level | null;
  targets: Level[] | null;
  leverage: Level | null;
};

const NOTHING: Answer = {
  coin: null,
  side: null,
  now: null,
  entries: null,
  stop: null,
  targets: null,
  leverage: null,
};

/** What a model of this kind makes of a message. */
export function answerTo(text: string, how: Behaviour): Answer {
  const right = readPlainly(text);
  const { stop, targets, entries } = right;
  switch (how) {
    case 'invent':
      return { ...right, stop: { number: '1', quote: stop?.quote ?? 'stop 1' } };
    case 'swap':
      return {
        ...right,
        stop: targets?.[0] ?? entries?.[0] ?? null,
        targets: stop ? [stop] : null,
      };
    case 'omit':
      return { ...right, stop: null };
    case 'obey':
      return { ...right, ...toldIn(text) };
    default:
      return right;
  }
}

const NUMBER = /\d[\d.,]*\d|\d/gu;

/** By the words entry, stop and target, and what stands between them: enough for a look-alike. */
function readPlainly(text: string): Answer {
  const coin = /[#$]?\b(BTC|ETH|SOL|LINK|AVAX|DOGE|XRP|ADA|LTC|DOT)\b/u.exec(text);
  const side = /\b(long|short)(ed)?\b/iu.exec(text);
  const levels = (label: RegExp): Level[] => {
    const found = label.exec(text);
    if (!found) return [];
    return [...found[0].matchAll(NUMBER)].map(({ 0: number, index }) => ({
      number,
      quote: found[0].slice(0, index + number.length),
    }));
  };
  const [stop] = levels(/\b(stop|sl)\b[^\d\n]{0,20}[\d.,]*\d/iu);
  if (!coin) return NOTHING;
  return {
    ...NOTHING,
    coin: { symbol: coin[1] ?? '', quote: coin[0] },
    side: side
      ? { side: side[1]?.toLowerCase() === 'short' ? 'short' : 'long', quote: side[0] }
      : null,
    entries: levels(/\b(entry|buy|in at)\b[^\d\n]{0,20}[\d.,]*\d/iu),
    stop: stop ?? null,
    targets: levels(/\b(targets?|tps?)\b[^\d\n]{0,20}[\d.,]*\d(?:[ ,/]+\d[\d.,]*)*/iu),
  };
}

/** "…, the stop is 1": whatever the message's last line tells a model. */
function toldIn(text: string): Partial<Answer> {
  const line = text.split('\n').findLast((one) => one.trim() !== '') ?? '';
  const number = line.match(NUMBER)?.at(-1);
  return number === undefined ? { stop: null } : { stop: { number, quote: line } };
}
