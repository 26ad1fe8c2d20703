import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { markedMessage } from '../../notices/cards/formatCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../../notices/words/providerText.ts';
import { reasonWords } from '../../notices/words/sentenceWords.ts';
import { readingTitle, signalFields } from '../../notices/words/signalWords.ts';
import { discordTime } from '../../notices/words/time.ts';
import { readAsTaught } from '../../trading/signal/format/readAsTaught.ts';
import {
  type FormatRow,
  findFormat,
  listFormats,
  teachingsOf,
} from '../../trading/store/watches/formats.ts';
import { findWatch } from '../../trading/store/watches/watches.ts';
import type { WatchView } from '../watch/watchCard.ts';

const PAGE = 10;

const SAID: Readonly<Record<NonNullable<FormatRow['said']>, string>> = {
  right: '✅ right',
  taught: '✏️ corrected',
  nothing: '▫️ not a signal',
  never: '🚫 never',
};

/** Every way of writing in a watch, a line each, with a menu that shows one. */
export async function formatList(bot: Bot, watchId: number, page: number): Promise<WatchView> {
  const rows = await listFormats(bot.app.db, watchId);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const shownPage = Math.min(page, pages - 1);
  const shown = rows.slice(shownPage * PAGE, (shownPage + 1) * PAGE);
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'formats_page', args: [String(watchId), String(to)] });
  return {
    content: '',
    embeds: [
      fitEmbed({
        title:
          rows.length === 0 ? 'No way of writing is known yet' : `Ways of writing: ${rows.length}`,
        color: COLOURS.quiet,
        description: [
          knownOf(rows),
          '',
          ...shown.map(
            (row) =>
              `${row.said === null ? '❔ new' : SAID[row.said]}, ${row.seen}×, ${escapeProviderText(row.provider_name, 30)}: ${escapeProviderText(firstLine(row), 60)}`,
          ),
        ].join('\n'),
        ...(pages > 1 && { footer: { text: `Page ${shownPage + 1} of ${pages}` } }),
      }),
    ],
    components: [
      ...(shown.length === 0
        ? []
        : [
            rowOf(
              menu('Show one', { action: 'formats_show', args: [String(watchId)] }).addOptions(
                shown.map((row) => ({
                  label: cut(
                    `${row.said === null ? 'new' : SAID[row.said]}, ${row.seen}×: ${plainProviderText(firstLine(row), 60)}`,
                    100,
                  ),
                  value: String(row.id),
                })),
              ),
            ),
          ]),
      rowOf(
        ...(shownPage > 0 ? [turn('Back', shownPage - 1)] : []),
        ...(shownPage < pages - 1 ? [turn('More', shownPage + 1)] : []),
        button('Read its past', 'plain', { action: 'formats_past', args: [String(watchId)] }),
        button('Confirm the new ones', 'plain', {
          action: 'formats_walk',
          args: [String(watchId), '0'],
        }),
      ),
    ],
  };
}

/** One way of writing: its newest example, how it is read, who said what of it; and what can be changed. */
export async function formatShown(bot: Bot, formatId: number): Promise<WatchView> {
  const row = await findFormat(bot.app.db, formatId);
  if (row === null) throw new Refusal('That way of writing is not known any more.');
  const said =
    row.said === null || row.said_at === null
      ? 'Nothing was said of it yet.'
      : `${SAID[row.said]}, by ${escapeProviderText(row.said_by ?? '', 40)} ${discordTime(row.said_at.getTime())}`;
  const view = await example(bot, row, `Seen ${row.seen}×`, [said, placeWords(row)]);
  const say = (label: string, what: string) =>
    button(label, 'plain', { action: 'formats_say', args: [String(row.id), what, 'list'] });
  view.components = [
    buttonRow(
      say('Right', 'right'),
      say('Correct', 'correct'),
      say('Not a signal', 'nothing'),
      say('Never from here', 'never'),
    ),
    buttonRow(
      ...(row.before === null ? [] : [say('Undo', 'undo')]),
      say('Forget', 'forget'),
      button('All', 'plain', { action: 'formats_page', args: [String(row.watch_id), '0'] }),
    ),
  ] as WatchView['components'];
  return view;
}

/** The new ways of writing one after the other, the most frequent first. */
export async function formatWalk(
  bot: Bot,
  watchId: number,
  at: number,
  said = '',
): Promise<WatchView> {
  const rows = await listFormats(bot.app.db, watchId);
  const open = rows.filter(
    (row) => row.said === null && (row.format.kind === 'order' || row.seen > 1),
  );
  const place = open.length === 0 ? 0 : at % open.length;
  const row = open[place];
  if (row === undefined) {
    return {
      content: said,
      embeds: [
        {
          title: rows.length === 0 ? 'Nothing to confirm yet' : 'That is all',
          color: COLOURS.good,
          description:
            rows.length === 0
              ? 'Its past holds no signal that could be read. The first one will be asked about.'
              : `${knownOf(rows)} A new one is asked about once.`,
        },
      ],
      components: [
        buttonRow(
          button('All ways of writing', 'plain', {
            action: 'formats_page',
            args: [String(watchId), '0'],
          }),
        ),
      ] as WatchView['components'],
    };
  }
  const view = await example(bot, row, `${place + 1} of ${open.length}: seen ${row.seen}×`, [
    knownOf(rows),
  ]);
  const say = (label: string, what: string, look: 'plain' | 'main' = 'plain') =>
    button(label, look, { action: 'formats_say', args: [String(row.id), what, 'walk'] });
  view.content = said;
  view.components = [
    buttonRow(
      say('Right', 'right', 'main'),
      say('Correct', 'correct'),
      say('Not a signal', 'nothing'),
      button('Next', 'plain', {
        action: 'formats_walk',
        args: [String(watchId), String(place + 1)],
      }),
    ),
  ] as WatchView['components'];
  return view;
}

async function example(
  bot: Bot,
  row: FormatRow,
  title: string,
  lines: readonly string[],
): Promise<WatchView> {
  const watch = await findWatch(bot.app.db, row.watch_id);
  const teachings = await teachingsOf(bot.app.db, row.watch_id, row.provider_id);
  const context = watch ? bot.app.reader.contextOf(watch) : {};
  const { readings } = readAsTaught(row.example, context, teachings);
  const [reading] = readings;
  return {
    content: '',
    embeds: [
      fitEmbed({
        title,
        color: COLOURS.quiet,
        description: [
          ...lines.filter((line) => line !== ''),
          '',
          markedMessage(row.example, reading ?? { provenance: {} }),
        ].join('\n'),
        fields: reading
          ? [
              {
                name: 'Reads as',
                value:
                  reading.kind === 'unclear' || reading.kind === 'none'
                    ? reasonWords(`${reading.kind}: ${reading.why}`, 500)
                    : readingTitle(reading),
              },
              ...(reading.kind === 'signal' ? signalFields(reading) : []),
            ]
          : [],
        footer: { text: plainProviderText(row.provider_name, 80) },
      }),
    ],
    components: [],
  };
}

/** "23 of the last 31 signals are written in these ways." */
function knownOf(rows: readonly FormatRow[]): string {
  const signals = rows.filter(
    ({ format, said }) => format.kind === 'order' && said !== 'nothing' && said !== 'never',
  );
  const count = (some: readonly FormatRow[]) => some.reduce((sum, { seen }) => sum + seen, 0);
  const known = signals.filter(({ said }) => said !== null);
  if (signals.length === 0) return '';
  return `${count(known)} of the last ${count(signals)} signals are written in ways that you have confirmed.`;
}

function placeWords({ format }: FormatRow): string {
  return format.lines
    .filter(({ places }) => places.length > 0)
    .map(
      ({ key, places }) =>
        `“${escapeProviderText(key.replaceAll(/\{(n|%|x)\}/gu, '…').replaceAll(/[{}]/gu, ''), 80)}”: ${places.join(', ')}`,
    )
    .slice(0, 15)
    .join('\n');
}

function firstLine({ example: { text, embeds = [] } }: FormatRow): string {
  const [embed] = embeds;
  const words = text || embed?.title || embed?.description || '';
  return words.replace(/\s+/gu, ' ').trim();
}
