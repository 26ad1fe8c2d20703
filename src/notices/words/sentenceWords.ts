import { grouped } from './amounts.ts';
import { escapeProviderText } from './providerText.ts';

/** What stands in quotation marks is somebody's own, and stays as it was written. */
const QUOTED = /(“[^”]*”|"[^"]*"|`[^`]*`)/u;

/** A number from a thousand on that stands by itself: no part of a name, a date, a time, or an id. */
const LARGE =
  /(?<![\p{L}\p{N}.,:#/_-])(?<!\b(?:position|order|message|number|code|status|port|year) )\d{4,12}(?:\.\d+)?(?![\p{L}\p{N}:/_-]|[.,]\d)/gu;

/** A sentence of the core's with its numbers as people read them: "the price 56000" → "the price 56,000". */
export function withGroupedNumbers(sentence: string): string {
  return sentence
    .split(QUOTED)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(LARGE, grouped)))
    .join('');
}

/** The same, safe to show: a reason may quote a stranger. At most `max` UTF-16 code units. */
export function reasonWords(why: string, max = 1_000): string {
  return escapeProviderText(withGroupedNumbers(why), max);
}
