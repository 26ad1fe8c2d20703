import type { APIEmbed } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { isTrusted } from '../../discord/intake/trust.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button } from '../../notices/components/buttons.ts';
import { rowOf } from '../../notices/components/menus.ts';
import { costAndRiskLine } from '../../notices/words/costAndRisk.ts';
import { ruleName } from '../../notices/words/denialWords.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { reasonWords } from '../../notices/words/sentenceWords.ts';
import { readingTitle } from '../../notices/words/signalWords.ts';
import { discordTime } from '../../notices/words/time.ts';
import { type Tried, tryMessages } from '../../trading/inbox/tryMessages.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { type RecentMessage, recentMessages } from './recentMessages.ts';
import type { WatchView } from './watchCard.ts';

const PAGE = 10;

type Kind = 'taken' | 'refused' | 'update' | 'unclear' | 'none' | 'ignored';

const MARKS: Readonly<Record<Kind, string>> = {
  taken: '🟢',
  refused: '⛔',
  update: '🔵',
  unclear: '❔',
  none: '▫️',
  ignored: '🚫',
};

type Line = { kind: Kind; text: string };

/**
 * The last messages of a watched channel with what would have become of each, a page of them.
 * `upTo`: the newest message of the first page, so that later pages go on where it ended.
 */
export async function testCard(
  bot: Bot,
  watch: Watch,
  page: number,
  upTo: string | null,
): Promise<WatchView> {
  const recent = await recentMessages(bot, watch, upTo);
  const trusted: boolean[] = [];
  for (const { message } of recent) trusted.push(await isTrusted(watch.trusted, message, null));
  const read = recent.filter((_, index) => trusted[index]);
  const tried = await tryMessages(
    bot.app,
    watch,
    read.map(({ incoming }) => incoming),
  );
  const byMessage = new Map(read.map((one, index) => [one, tried[index] ?? []]));
  const lines = recent.toReversed().map((one) => linesOf(one, byMessage.get(one)));
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const shown = Math.min(page, pages - 1);
  const newest = recent.at(-1)?.message.id ?? '0';
  const turn = (label: string, to: number) =>
    button(label, 'plain', {
      action: 'watch_test_page',
      args: [String(watch.id), String(to), newest],
    });
  const turns = [
    ...(shown > 0 ? [turn('Newer', shown - 1)] : []),
    ...(shown < pages - 1 ? [turn('Older', shown + 1)] : []),
    button('Who is read', 'plain', { action: 'watch_trust', args: [String(watch.id)] }),
  ];
  return {
    embeds: [embed(watch, recent, lines, shown, pages)],
    components: [rowOf(...turns)],
  };
}

function embed(
  watch: Watch,
  recent: readonly RecentMessage[],
  lines: readonly (readonly Line[])[],
  page: number,
  pages: number,
): APIEmbed {
  const name = escapeProviderText(watch.name, 80);
  const all = lines.flat();
  const counts = (Object.keys(MARKS) as Kind[])
    .map((kind) => ({ kind, count: all.filter((line) => line.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${MARKS[kind]} ${count} ${wordsFor(kind, count)}`);
  return fitEmbed({
    title:
      recent.length === 0
        ? `${name} has no messages yet`
        : `The last ${recent.length} message${recent.length === 1 ? '' : 's'} of ${name}`,
    color: COLOURS.quiet,
    description: [
      counts.join(', '),
      '',
      ...lines
        .slice(page * PAGE, (page + 1) * PAGE)
        .flat()
        .map(({ text }) => text),
    ].join('\n'),
    fields: [{ name: 'Who posts there', value: authors(recent) }],
    footer: {
      text: `Nothing was traded. Each is judged alone by today’s settings, at the price of its time, as if nothing were open.${pages > 1 ? ` Page ${page + 1} of ${pages}.` : ''}`,
    },
  });
}

function linesOf(
  { message, incoming }: RecentMessage,
  tried: readonly Tried[] | undefined,
): Line[] {
  const head = `[↗](${message.url}) ${discordTime(incoming.postedAt)} ${escapeProviderText(incoming.authorName, 30)}`;
  const line = (kind: Kind, text: string): Line => ({
    kind,
    text: `${MARKS[kind]} ${head}: ${text}`,
  });
  if (tried === undefined) return [line('ignored', 'not among those who are read')];
  return tried.map((one) => lineOf(one, message, line));
}

function lineOf(
  one: Tried,
  message: RecentMessage['message'],
  line: (kind: Kind, text: string) => Line,
): Line {
  const { reading } = one;
  const title = `**${readingTitle(reading)}**`;
  switch (reading.kind) {
    case 'signal':
      if (one.would === 'take') return line('taken', `${title} → ${costAndRiskLine(one.position)}`);
      return one.would === 'refuse'
        ? line('refused', `${title}, ${ruleName(one.rule)}: ${reasonWords(one.why, 140)}`)
        : line('none', title);
    case 'update':
      return line('update', title);
    case 'unclear':
      return line('unclear', reasonWords(reading.why, 140));
    case 'none':
      return line('none', `“${escapeProviderText(excerpt(message), 60)}”`);
  }
}

function wordsFor(kind: Kind, count: number): string {
  if (kind === 'none') return 'with nothing to act on';
  return kind === 'update' && count !== 1 ? 'updates' : kind;
}

function excerpt(message: RecentMessage['message']): string {
  const [embed] = message.embeds;
  const text = message.content || embed?.title || embed?.description || 'no text';
  return text.replace(/\s+/g, ' ').trim();
}

function authors(recent: readonly RecentMessage[]): string {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { incoming } of recent) {
    const known = counts.get(incoming.authorId);
    counts.set(incoming.authorId, {
      name: incoming.authorName,
      count: (known?.count ?? 0) + 1,
    });
  }
  const names = [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => `${escapeProviderText(name, 40)} (${count})`);
  return cut(names.slice(0, 15).join(', ') || 'nobody', 900);
}
