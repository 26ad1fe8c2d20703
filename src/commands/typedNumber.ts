import { Refusal } from '../discord/command.ts';
import { escapeProviderText } from '../notices/words/providerText.ts';
import { dec } from '../trading/money.ts';

export type TypedNumber = {
  /** In its shortest form: "65000", "0.5". */
  value: string;
  /** What was written beside it: "%", or a currency ("USD", "$" is USD); null when nothing was. */
  unit: '%' | string | null;
};

/** More than any price or amount has; two of them fit into a button. */
const MOST_DIGITS = 16;

const SIGNS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP' };

/**
 * A number as people type it: "65,000", "$0.5", "50 %", "1 000,50", "100 USD". Throws Refusal, with
 * `what` for its subject, where it is none, or where it may be read in two ways.
 */
export function typedNumber(typed: string, what: string): TypedNumber {
  const { digits, unit } = split(typed);
  const value = plain(digits, () => {
    throw new Refusal(
      `${what} may be meant as ${readings(digits).join(' or as ')}: “${shown(typed)}”. Write it without separators. Nothing was changed.`,
    );
  });
  if (value === null)
    throw new Refusal(
      `${what} must be a number, such as 65000 or 0.5; “${shown(typed)}” is none. Nothing was changed.`,
    );
  return { value, unit };
}

/** The same for a number above zero that stands for a price or an amount of money. */
export function typedAmount(typed: string, what: string): string {
  const { value, unit } = typedNumber(typed, what);
  if (unit === '%')
    throw new Refusal(
      `${what} is an amount, and “${shown(typed)}” is a percentage. Nothing was changed.`,
    );
  return aboveZero(value, typed, what);
}

/** The same for a percentage above zero and up to 100. */
export function typedPercent(typed: string, what: string): string {
  const { value, unit } = typedNumber(typed, what);
  if (unit !== null && unit !== '%')
    throw new Refusal(
      `${what} is a percentage, and “${shown(typed)}” is an amount. Nothing was changed.`,
    );
  if (dec(value).gt(100)) throw new Refusal(`${what} is at most 100 %. Nothing was changed.`);
  return aboveZero(value, typed, what);
}

function aboveZero(value: string, typed: string, what: string): string {
  if (dec(value).isZero())
    throw new Refusal(
      `${what} must be a number above zero, such as 65000 or 0.5; “${shown(typed)}” is none. Nothing was changed.`,
    );
  return value;
}

/** The digits, and the unit that is written before or after them. */
function split(typed: string): { digits: string; unit: string | null } {
  const text = typed.trim();
  const match = /^([$€£])?\s*([\d.,'’\s]*\d[\d.,'’\s]*?)\s*(%|[$€£]|[A-Za-z]{2,5})?$/.exec(text);
  const [, sign, digits, mark] = match ?? [];
  // A sign before and a word after ("$5 USD") say the same, or nothing that can be understood.
  if (digits === undefined || (sign !== undefined && mark !== undefined && SIGNS[sign] !== mark))
    return { digits: '', unit: null };
  const unit = mark ?? sign ?? null;
  return {
    digits: digits.trim(),
    unit: unit === null ? null : (SIGNS[unit] ?? unit.toUpperCase()),
  };
}

/** null: no number. `unsure` is called for one that may be read in two ways. */
function plain(digits: string, unsure: () => never): string | null {
  const spaced = digits.replaceAll(/[’]/g, "'").replaceAll(/\s/g, ' ');
  const ungrouped = withoutGroups(spaced, / |'/);
  if (ungrouped === null) return null;
  const marks = ungrouped.replaceAll(/\d/g, '');
  if (marks === '') return short(ungrouped);
  // The last mark is the decimal one where both are there; the other one groups.
  if (/^,+\.$/.test(marks)) return decimal(ungrouped, ',', '.');
  if (/^\.+,$/.test(marks)) return decimal(ungrouped, '.', ',');
  if (marks === '.') return short(ungrouped);
  if (marks === ',') {
    // "65,000" is grouped, "0,5" and "1,50" are decimal; with other groups about ("1 234,567") decimal.
    const [whole = '', rest = ''] = ungrouped.split(',');
    if (spaced !== ungrouped || rest.length !== 3 || whole.startsWith('0') || whole.length > 3)
      return short(`${whole}.${rest}`);
    return isRound(rest) ? short(whole + rest) : unsure();
  }
  if (/^,+$/.test(marks)) return groupedBy(ungrouped, ',');
  if (/^\.+$/.test(marks)) return groupedBy(ungrouped, '.');
  return null;
}

/** "65,000" can only be sixty-five thousand; "1,234" may be 1.234 of a coin as well. */
function isRound(rest: string): boolean {
  return rest.endsWith('0');
}

function readings(digits: string): readonly string[] {
  return [digits.replaceAll(',', ''), digits.replace(',', '.')];
}

function decimal(text: string, group: string, point: string): string | null {
  const [whole = '', rest = ''] = text.split(point);
  const ungrouped = whole.includes(group) ? groupedBy(whole, group) : whole;
  return ungrouped === null ? null : short(`${ungrouped}.${rest}`);
}

function groupedBy(text: string, group: string): string | null {
  const [first = '', ...rest] = text.split(group);
  const fits = /^[1-9]\d{0,2}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
  return fits ? short(first + rest.join('')) : null;
}

/** The whole part may be written in threes with spaces or apostrophes between. */
function withoutGroups(text: string, mark: RegExp): string | null {
  if (!mark.test(text)) return text;
  const [, whole = '', rest = ''] = /^([\d' ]+)([.,]\d+)?$/.exec(text) ?? [];
  const group = whole.includes("'") ? "'" : ' ';
  const [first = '', ...parts] = whole.split(group);
  const fits = /^[1-9]\d{0,2}$/.test(first) && parts.every((part) => /^\d{3}$/.test(part));
  return fits ? `${first}${parts.join('')}${rest}` : null;
}

function short(text: string): string | null {
  if (!/^\d+(\.\d+)?$/.test(text) || text.replace('.', '').length > MOST_DIGITS) return null;
  return dec(text).toFixed();
}

function shown(typed: string): string {
  return escapeProviderText(typed, 40);
}
