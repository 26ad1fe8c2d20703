import type { APIEmbed, APIMessage } from 'discord.js';

/** A Discord message as far as it is shown: what the bot posted or answered. */
export type ShownMessage = Partial<Pick<APIMessage, 'content' | 'embeds' | 'components'>>;

/**
 * The lines a terminal shows for a message, as Discord would show it: embeds with a bar at their
 * side, markdown resolved, buttons in brackets.
 */
export function renderMessage(message: ShownMessage): string[] {
  const lines: string[] = [];
  if (message.content) lines.push(...plain(message.content).split('\n'));
  for (const embed of message.embeds ?? [])
    lines.push(...embedLines(embed).map((line) => `▌ ${line}`));
  for (const row of message.components ?? []) {
    const shown = 'components' in row ? row.components : [row];
    const labels = shown.map(buttonText).filter((label) => label !== null);
    if (labels.length > 0) lines.push(labels.join(' '));
    for (const one of shown) if ('options' in one) lines.push(choicesText(one.options));
  }
  return lines;
}

/** null: nothing that could be pressed or chosen from. */
function buttonText(component: object): string | null {
  const name =
    'label' in component
      ? component.label
      : 'placeholder' in component
        ? component.placeholder
        : null;
  if (typeof name !== 'string') return null;
  return `[${name}${'disabled' in component && component.disabled ? ' (off)' : ''}]`;
}

/** What can be chosen, with a tick at what is. */
const choicesText = (options: readonly { label: string; default?: boolean }[]) =>
  `  ${options.map(({ label, default: chosen }) => (chosen ? `✓ ${label}` : label)).join(' | ')}`;

function embedLines(embed: APIEmbed): string[] {
  const lines: string[] = [];
  if (embed.author) lines.push(embed.author.name);
  if (embed.title) lines.push(plain(embed.title));
  if (embed.description) lines.push(...plain(embed.description).split('\n'));
  for (const field of embed.fields ?? []) {
    const [first = '', ...rest] = plain(field.value).split('\n');
    lines.push(`${plain(field.name)}: ${first}`, ...rest.map((line) => `  ${line}`));
  }
  if (embed.footer) lines.push(embed.footer.text);
  return lines;
}

/** Markdown as a reader sees it: bold and escapes resolved, times in UTC, ids named as such. */
function plain(markdown: string): string {
  return markdown
    .replace(/<t:(\d{1,12})(?::[a-zA-Z])?>/g, (_, seconds: string) =>
      new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).replace('T', ' '),
    )
    .replace(/<#(\d+)>/g, '#$1')
    .replace(/<@!?(\d+)>/g, '@$1')
    .replace(/\\([^0-9A-Za-z\s])|\*\*|\u200b/g, (_, escaped: string | undefined) => escaped ?? '');
}
