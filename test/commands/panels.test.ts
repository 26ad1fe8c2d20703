import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditLine } from '../../src/commands/history/auditLine.ts';
import { changeLine } from '../../src/commands/history/changeWords.ts';
import { schemaSettings } from '../../src/commands/settings/schemaSettings.ts';
import {
  settingPanel,
  settingsPanel,
  valueModal,
} from '../../src/commands/settings/settingsPanel.ts';
import { SETTING_GROUPS } from '../../src/commands/settings/settingWords.ts';
import { renderTrust } from '../../src/commands/watch/trustPanel.ts';
import { removeQuestion, renderWatch, renderWatches } from '../../src/commands/watch/watchCard.ts';
import { toCsv } from '../../src/trading/performance/csv.ts';
import type { Watch } from '../../src/trading/store/watches/watches.ts';
import { hostileText, maybe } from '../notices/anyNotice.ts';
import { expectInert, expectViewFits } from '../notices/expectFits.ts';
import { anySettings } from '../trading/strategy/anySettings.ts';
import { settingsOf } from '../trading/strategy/given.ts';

const USER = '1323800000000000002';
const ids = fc.bigInt({ min: 10n ** 17n, max: 10n ** 18n }).map(String);
const dates = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((at) => new Date(at));
/** The longest lists that may be set. */
const longSettings = fc
  .tuple(
    anySettings,
    fc.array(fc.stringMatching(/^[A-Z0-9]{1,20}$/), { maxLength: 500, size: 'max' }),
  )
  .map(([settings, symbols]) => ({ ...settings, allowedSymbols: symbols }));

const watch: fc.Arbitrary<Watch> = fc.record({
  id: fc.nat(99_999),
  guild_id: maybe(ids),
  channel_id: ids,
  name: hostileText,
  settings: longSettings as fc.Arbitrary<Record<string, unknown>>,
  added_by: ids,
  added_at: dates,
  removed_at: fc.constant(null),
  last_message_id: maybe(ids),
  paused_at: maybe(dates),
  resumed_at: maybe(dates),
  trusted: fc.record({
    posters: fc.array(ids, { maxLength: 60 }),
    roles: fc.array(ids, { maxLength: 60 }),
  }),
});
const facts = fc.record({
  follow: fc.constantFrom('automatic' as const, 'confirm' as const, 'paper' as const),
  trouble: maybe(fc.constant('The bot can not read it: it lacks View Channel.')),
  ignored: fc.nat(),
  known: fc.nat(),
});

test('any watch fits and is inert: its card, the list of all, the question before it is removed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(watch, facts), { minLength: 1, maxLength: 30 }),
      fc.nat(4),
      (watches, page) => {
        const all = watches.map(([one, of]) => ({ watch: one, ...of }));
        expectViewFits(renderWatches(all, USER, page));
        for (const [one, of] of watches.slice(0, 3)) {
          expectViewFits(renderWatch(one, of, 'Renamed.'));
          expectViewFits(removeQuestion(one));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('whoever posts in a channel, and however they are called, who is read there fits and is inert', () => {
  const poster = fc.record({
    id: ids,
    name: hostileText,
    messages: fc.nat(),
    lastAt: dates,
  });
  fc.assert(
    fc.property(
      watch,
      fc.uniqueArray(poster, { maxLength: 25, selector: ({ id }) => id }),
      fc.array(hostileText, { minLength: 120, maxLength: 120 }),
      (one, posters, labels) => {
        const { trusted } = one;
        const kept = [...trusted.posters, ...trusted.roles.map((role) => `&${role}`)];
        const named = kept.map((value, index) => ({ value, label: labels[index] ?? value }));
        expectViewFits(renderTrust(one, posters, named, USER, ''));
      },
    ),
    { numRuns: 60 },
  );
});

test('any settings fit and are inert, however long: the panel, its menus and forms', () => {
  fc.assert(
    fc.property(
      longSettings,
      hostileText,
      fc.constantFrom(...SETTING_GROUPS),
      fc.constantFrom(...schemaSettings),
      (own, name, group, setting) => {
        const inForce = { ...settingsOf(), ...own };
        const shown = { name, own, inForce };
        const change = { id: 1, key: setting.key, before: own.allowedSymbols, after: name };
        for (const scope of ['defaults', { watchId: 99_999 }] as const) {
          expectViewFits(settingsPanel(scope, shown, group, USER, change));
          expectViewFits(settingPanel(scope, setting, shown, USER));
          valueModal(scope, setting, name, USER).toJSON();
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('any line of the history is inert, and a page of them fits', () => {
  const value = fc.oneof(
    hostileText,
    fc.boolean(),
    fc.array(hostileText, { maxLength: 30 }),
    fc.record({ side: hostileText }, { noNullPrototype: true }),
  );
  const values = fc.record(
    { name: hostileText, quoteSize: value, allowedSymbols: value, reading: value, paused: value },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<Record<string, unknown>>;
  const change = fc.record({
    id: fc.nat(),
    scope: fc.constantFrom('watch:1', 'defaults', 'limits', 'bot', 'live'),
    before: maybe(values),
    value: values,
    changed_by: fc.oneof(ids, hostileText),
    changed_at: dates,
  });
  const audit = fc.record({
    id: fc.nat(),
    at: dates,
    user_id: ids,
    user_name: hostileText,
    action: fc.oneof(fc.constant('/trade'), hostileText),
    allowed: fc.boolean(),
    detail: fc.record(
      {
        options: fc.dictionary(fc.string(), hostileText),
        values: fc.array(hostileText),
        fields: fc.dictionary(fc.string(), hostileText),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  });
  fc.assert(
    fc.property(change, audit, hostileText, (changed, used, name) => {
      expectInert(changeLine(changed));
      const trust = { ...changed, scope: 'watch:1', before: {}, value: { trusted: ['1'] } };
      expectInert(changeLine(trust, new Map([['1', name]])));
      const line = auditLine(used);
      expectInert(line);
      // A page has fifteen.
      expect(line.length).toBeLessThanOrEqual(260);
    }),
    { numRuns: 200 },
  );
});

test('a spreadsheet runs no cell of an export, and reads back what was there', () => {
  const cell = fc.oneof(
    hostileText,
    fc
      .tuple(
        fc.constantFrom('=', '+', '-', '@', '\t=', ' =', '\r', '\n@', '＝', '"=', ',='),
        hostileText,
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
      const [header, ...read] = parseCsv(toCsv(['a', 'b'], rows));
      expect(header).toEqual(['a', 'b']);
      for (const text of read.flat()) {
        if (!/^-?\d+(\.\d+)?$/.test(text)) expect(text).not.toMatch(/^\s*[=+@\-＝＋－＠]/);
      }
      const bare = read.map((row) => row.map((text) => text.replace(/^'/, '')));
      expect(bare).toEqual(rows.map((row) => row.map((text) => text.replace(/^'/, ''))));
    }),
    { numRuns: 300 },
  );
});

/** As a spreadsheet reads it, by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    const [found = '', quoted, plain = '', end] =
      /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(text.slice(at)) ?? [];
    if (found === '') throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
    at += found.length;
  }
  return rows;
}
