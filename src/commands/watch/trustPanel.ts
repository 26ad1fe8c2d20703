import { MentionableSelectMenuBuilder, type StringSelectMenuBuilder } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { trustsAll } from '../../discord/intake/trust.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button } from '../../notices/components/buttons.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../../notices/words/providerText.ts';
import { discordTime } from '../../notices/words/time.ts';
import { listPosters, type Poster } from '../../trading/store/messages/posters.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { recentMessages } from './recentMessages.ts';
import type { WatchView } from './watchCard.ts';

/** What one menu can offer. */
const MOST = 25;

/** Who is read in a watched channel, who posts there, and the menus to change it; `said` above it. */
export async function trustPanel(
  bot: Bot,
  watch: Watch,
  userId: string,
  said = '',
): Promise<WatchView> {
  const posters = await seenPosters(bot, watch);
  const names = new Map(posters.map(({ id, name }) => [id, name]));
  const { trusted } = watch;
  const named = [
    ...trusted.posters.map((value) => ({
      value,
      label: names.get(value) ?? knownName(bot, value) ?? value,
    })),
    ...trusted.roles.map((role) => ({ value: `&${role}`, label: `role ${roleName(bot, role)}` })),
  ];
  return renderTrust(watch, posters, named, userId, said);
}

/** `named`: who is trusted, by what they are kept as, and what they are called. */
export function renderTrust(
  watch: Watch,
  posters: readonly Poster[],
  named: readonly { value: string; label: string }[],
  userId: string,
  said: string,
): WatchView {
  const { trusted } = watch;
  const isOpen = trustsAll(trusted);
  const id = String(watch.id);
  const act = (action: string) => ({ action, args: [id], userId });
  const rows: (StringSelectMenuBuilder | MentionableSelectMenuBuilder)[] = [];
  if (posters.length > 0)
    rows.push(
      menu('Read only these of who posts there', act('watch_trust_seen'))
        .setMinValues(0)
        .setMaxValues(posters.length)
        .addOptions(
          posters.map((poster) => ({
            label: labelOf(poster.name, poster.id),
            description: `${poster.messages} message${poster.messages === 1 ? '' : 's'}`,
            value: poster.id,
            default: trusted.posters.includes(poster.id),
          })),
        ),
    );
  rows.push(
    new MentionableSelectMenuBuilder()
      .setCustomId(formatCustomId({ ...act('watch_trust_add'), expiresAt: null }))
      .setPlaceholder('Read also this person, bot or role')
      .setMinValues(1)
      .setMaxValues(10),
  );
  if (named.length > 0)
    rows.push(
      menu('Read no longer', act('watch_trust_remove')).addOptions(
        named.slice(0, MOST).map(({ value, label }) => ({ value, label: labelOf(label, value) })),
      ),
    );
  return {
    content: said,
    embeds: [
      fitEmbed({
        title: `Who is read in ${escapeProviderText(watch.name, 80)}`,
        color: COLOURS.quiet,
        description: isOpen
          ? 'Everybody who posts there. Name somebody below, and everybody else there is ignored and only counted.'
          : `Only those below; everybody else there is ignored and only counted.\n${named
              .slice(0, 40)
              .map(({ value, label }) => `• ${whoLine(value, label)}`)
              .join('\n')}`,
        fields: [
          {
            name: 'Who posts there',
            value:
              posters
                .slice(0, 12)
                .map((poster) => posterLine(poster, watch))
                .join('\n') || 'Nobody yet, as far as the bot can see.',
          },
        ],
      }),
    ],
    components: [
      ...rows.map((part) => rowOf(part)),
      rowOf(
        ...(isOpen
          ? []
          : [button('Read everybody', 'plain', { action: 'watch_trust_all', args: [id] })]),
        button('Back', 'plain', { action: 'watch_open', args: [id] }),
      ),
    ],
  };
}

/** Who was taken in or ignored so far, and who is among the channel's last messages, as far as it can be read now. */
async function seenPosters(bot: Bot, watch: Watch): Promise<Poster[]> {
  const known = await listPosters(bot.app.db, watch.id, MOST);
  const seen = new Map(known.map((poster) => [poster.id, poster]));
  const recent = await recentMessages(bot, watch).catch(() => []);
  for (const { incoming } of recent) {
    const { authorId, authorName, postedAt } = incoming;
    const one = seen.get(authorId);
    if (one === undefined)
      seen.set(authorId, {
        id: authorId,
        name: authorName,
        messages: 1,
        lastAt: new Date(postedAt),
      });
    else if (!known.includes(one)) one.messages += 1;
  }
  return [...seen.values()].sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime()).slice(0, MOST);
}

function posterLine({ id, name, messages, lastAt }: Poster, { trusted }: Watch): string {
  const mark = trustsAll(trusted) || trusted.posters.includes(id) ? '🟢' : '⚪';
  return `${mark} ${escapeProviderText(name, 60)}, ${messages} message${messages === 1 ? '' : 's'}, last ${discordTime(lastAt.getTime())}`;
}

/** What Discord has told of somebody who has not posted there yet; null when it has told nothing. */
export function knownName({ client }: Pick<Bot, 'client'>, id: string): string | null {
  const channel = client.channels.cache.get(id);
  const channelName = channel && 'name' in channel ? channel.name : null;
  return client.users.cache.get(id)?.displayName ?? (channelName ? `#${channelName}` : null);
}

function roleName({ client }: Bot, id: string): string {
  const role = client.guilds.cache.map((guild) => guild.roles.cache.get(id)).find(Boolean);
  return role?.name ?? id;
}

function whoLine(value: string, label: string): string {
  return value.startsWith('&')
    ? `<@${value}>`
    : label === value
      ? `<@${value}>`
      : escapeProviderText(label, 60);
}

function labelOf(name: string, fallback: string): string {
  return cut(plainProviderText(name, 100).trim() || fallback, 100);
}
