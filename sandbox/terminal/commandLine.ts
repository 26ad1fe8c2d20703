import type { APIMessage } from 'discord.js';
import type { CoinbaseControl } from '../coinbase/control.ts';
import type { DiscordControl } from '../discord/control.ts';
import type { InteractionAnswer } from '../discord/interactions.ts';
import { sandboxIds } from '../discord/sandbox-world.ts';
import type { ShownMessage } from './renderMessage.ts';

type Servers = { discord: DiscordControl; coinbase: CoinbaseControl };

/** The last answer with buttons that the owner was shown; `click` looks there first. */
let clickable: APIMessage | undefined;

/**
 * Carries out one line typed at the sandbox's prompt: `signals> text` posts as the provider,
 * `/command option:value` commands as the owner, `click Label` presses a button of the last answer
 * or of the private channel's newest message that has it, `price PRODUCT PRICE` moves the market. Resolves to what is shown as the
 * answer, if there is any. Rejects with a sentence on anything else.
 */
export async function runLine(line: string, servers: Servers): Promise<ShownMessage | undefined> {
  const { discord, coinbase } = servers;
  const post = /^(\w[\w-]*)> ?(.+)$/s.exec(line);
  if (post?.[1] && post[2]) {
    await discord.post(post[1], 'provider', post[2].replaceAll('\\n', '\n'));
    return undefined;
  }
  if (line.startsWith('/')) {
    const { name, options } = parseCommand(line, await discord.commands());
    const answer = await discord.command('owner', 'pilotfish', name, options);
    return shownOf(answer);
  }
  const [word, ...rest] = line.split(/\s+/);
  if (word === 'click') {
    const label = rest.join(' ');
    const newestFirst = (await discord.messages('pilotfish')).toReversed();
    for (const message of [...(clickable ? [clickable] : []), ...newestFirst]) {
      const button = findButton(message, label);
      if (button !== undefined) return shownOf(await discord.click('owner', message, button));
    }
    throw new Error(`There is no button "${label}" to click.`);
  }
  if (word === 'price' && rest[0] && rest[1]) {
    if (!/^\d{1,12}(\.\d{1,8})?$/.test(rest[1]))
      throw new Error(`A price is a number such as 142.50; "${rest[1]}" is not.`);
    await coinbase.setPrice(rest[0].toUpperCase(), rest[1]);
    return { content: `${rest[0].toUpperCase()} is at ${rest[1]} now.` };
  }
  throw new Error('Not understood. Type help for what can be typed here.');
}

/** What the owner sees of an answer; its buttons are the ones to click from now on. */
function shownOf({ message, modal, followups }: InteractionAnswer): ShownMessage | undefined {
  if (modal !== undefined)
    return { content: `A form opens, “${modal.title}”. It can't be filled in here.` };
  const shown = followups.at(-1) ?? message;
  if (shown?.components?.length) clickable = shown;
  return shown;
}

type Registered = Awaited<ReturnType<DiscordControl['commands']>>;

/** "/watch add channel:#signals size:50" → "watch add" with its options. */
function parseCommand(line: string, registered: Registered) {
  const words = line.slice(1).split(/\s+/);
  const command = registered.find((one) => one.name === words[0]);
  if (!command) throw new Error(`There is no command /${words[0]}. /help lists them.`);
  const subcommand = command.options?.find(
    (option) => option.type === 1 && option.name === words[1],
  );
  const nameLength = subcommand ? 2 : 1;
  const options: Record<string, string | number | boolean> = {};
  let last: string | undefined;
  for (const word of words.slice(nameLength)) {
    const named = /^([\w-]+):(.*)$/.exec(word);
    if (named?.[1] !== undefined) {
      last = named[1];
      options[last] = optionValue(named[2] ?? '');
    } else if (last !== undefined) {
      options[last] = `${String(options[last])} ${word}`;
    } else {
      throw new Error(`Options are written name:value; "${word}" is not.`);
    }
  }
  return { name: words.slice(0, nameLength).join(' '), options };
}

function optionValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const named = text.startsWith('#') ? text.slice(1) : text;
  const channelIds: Record<string, string> = sandboxIds;
  return channelIds[named] ?? (/^-?\d{1,9}$/.test(named) ? Number(named) : named);
}

function findButton(message: APIMessage | undefined, label: string): string | undefined {
  const wanted = label.trim().toLowerCase();
  for (const row of message?.components ?? []) {
    if (!('components' in row)) continue;
    for (const component of row.components) {
      if ('custom_id' in component && 'label' in component) {
        if (component.label?.toLowerCase().startsWith(wanted)) return component.custom_id;
      }
    }
  }
  return undefined;
}
