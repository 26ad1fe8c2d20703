import type { APIMessage } from 'discord.js';
import type { CoinbaseControl } from '../coinbase/control/control.ts';
import type { DiscordControl } from '../discord/control/control.ts';
import type { InteractionAnswer } from '../discord/interactions/interaction.ts';
import { sandboxIds } from '../discord/world/sandboxWorld.ts';
import { choiceNamed, fillForm, listOf, type OpenForm, renderForm } from './forms.ts';
import type { ShownMessage } from './renderMessage.ts';

type Servers = { discord: DiscordControl; coinbase: CoinbaseControl };

/** Carries out a line; resolves to what is shown as its answer, if there is any. */
export type CommandLine = (line: string) => Promise<ShownMessage | undefined>;

/**
 * What can be typed at the sandbox's prompt. As the provider: `signals> text` posts, `reply text`,
 * `edit text` and `delete` are about the last message posted there (`reply 2> text`: the one before
 * it). As the owner: `/command option:value`, `click Label` presses a button, `choose Label = Choice`
 * chooses, of the last answer or else of the private channel's newest message that has it, and
 * `fill NAME=VALUE` sends the form that was opened. `price PRODUCT PRICE` moves the market. What
 * can't be done is rejected with a sentence.
 */
export function createCommandLine({ discord, coinbase }: Servers): CommandLine {
  /** The last answer with something to press or choose from. */
  let usable: APIMessage | undefined;
  let form: OpenForm | undefined;
  let channel = 'signals';

  /** What the owner sees of an answer; what it offers is used first from now on. */
  function shownOf({ id, message, modal, followups }: InteractionAnswer): ShownMessage | undefined {
    if (modal !== undefined) {
      form = { id, modal };
      return { content: renderForm(form) };
    }
    const shown = followups.at(-1) ?? message;
    if (shown?.components?.length) usable = shown;
    return shown;
  }

  /** The first component that fits, in the last answer and then in the newest messages. */
  async function findComponent(fits: (component: UsableComponent) => boolean) {
    const newestFirst = (await discord.messages('pilotfish')).toReversed();
    for (const message of [...(usable ? [usable] : []), ...newestFirst]) {
      const component = componentsOf(message).find(fits);
      if (component) return { message, component };
    }
    return null;
  }

  async function click(label: string): Promise<ShownMessage | undefined> {
    const found = await findComponent(
      (one) => one.type === BUTTON && begins(one.label ?? '', label),
    );
    if (!found) throw new Error(`There is no button "${label}" to click.`);
    return shownOf(await discord.click('owner', found.message, found.component.custom_id));
  }

  async function choose(text: string): Promise<ShownMessage | undefined> {
    const [name = '', choices] = text.split(/\s*=\s*/, 2);
    const found = await findComponent(
      (one) => one.type !== BUTTON && begins(nameOfSelect(one), name),
    );
    if (!found) throw new Error(`There is nothing called "${name}" to choose from.`);
    const { message, component } = found;
    const label = nameOfSelect(component);
    const options = component.options ?? [];
    if (choices === undefined || choices === '') {
      const offered = options.map((one) => one.label).join(' | ') || 'a name, such as #signals';
      return { content: `${label}: ${offered}` };
    }
    const values = listOf(choices).map((one) =>
      options.length > 0 ? choiceNamed(options, one, label).value : one.replace(/^[#@]/, ''),
    );
    return shownOf(await discord.select('owner', message, component.custom_id, values));
  }

  async function fill(text: string): Promise<ShownMessage | undefined> {
    if (!form) throw new Error('No form is open; a button or a command opens one.');
    const answer = await discord.submitModal('owner', { id: form.id }, fillForm(form, text));
    form = undefined;
    return shownOf(answer);
  }

  /** The provider's message so far back (1: the newest) in the channel posted in last. */
  async function ownMessage(back: number): Promise<APIMessage> {
    const own = (await discord.messages(channel)).filter(
      ({ author }) => author.id === sandboxIds.provider,
    );
    const message = own.at(-back);
    if (!message) throw new Error(`The provider has not posted so much in #${channel}.`);
    return message;
  }

  async function aboutMessage(word: string, rest: string): Promise<undefined> {
    const [, back, text = ''] = /^(?:(\d{1,3})(?:>\s?|$))?(.*)$/s.exec(rest) ?? [];
    const message = await ownMessage(Number(back ?? 1));
    if (word === 'delete') {
      await discord.delete(message);
      return undefined;
    }
    const content = text.replaceAll('\\n', '\n');
    if (content === '') throw new Error(`Write what it shall say: ${word} TEXT.`);
    if (word === 'edit') await discord.edit(message, content);
    else await discord.post(channel, 'provider', { content, replyTo: message });
    return undefined;
  }

  async function movePrice(product: string, price: string): Promise<ShownMessage> {
    if (!/^\d{1,12}(\.\d{1,8})?$/.test(price))
      throw new Error(`A price is a number such as 142.50; "${price}" is not.`);
    await coinbase.setPrice(product.toUpperCase(), price);
    return { content: `${product.toUpperCase()} is at ${price} now.` };
  }

  return async (line) => {
    const post = /^(\w[\w-]*)> ?(.+)$/s.exec(line);
    if (post?.[1] && post[2]) {
      await discord.post(post[1], 'provider', post[2].replaceAll('\\n', '\n'));
      channel = post[1];
      return undefined;
    }
    if (line.startsWith('/')) {
      const { name, options } = parseCommand(line, await discord.commands());
      return shownOf(await discord.command('owner', 'pilotfish', name, options));
    }
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line.trim()) ?? [];
    switch (word) {
      case 'click':
        return click(rest);
      case 'choose':
        return choose(rest);
      case 'fill':
        return fill(rest);
      case 'reply':
      case 'edit':
      case 'delete':
        return aboutMessage(word, rest);
      case 'price': {
        const [product, price] = rest.split(/\s+/);
        if (product && price) return movePrice(product, price);
      }
    }
    throw new Error('Not understood. Type help for what can be typed here.');
  };
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

const BUTTON = 2;

/** A button, or a select of any kind, that can be used. */
type UsableComponent = {
  type: number;
  custom_id: string;
  label?: string;
  placeholder?: string;
  options?: { label: string; value: string; default?: boolean }[];
};

function componentsOf(message: APIMessage): UsableComponent[] {
  return (message.components ?? []).flatMap((row) =>
    'components' in row
      ? row.components.filter((one) => 'custom_id' in one).map((one) => one as UsableComponent)
      : [],
  );
}

/** A select goes by what it asks, or by what is chosen in it. */
const nameOfSelect = ({ placeholder, options, custom_id }: UsableComponent) =>
  placeholder ?? options?.find((one) => one.default)?.label ?? custom_id;

const begins = (label: string, wanted: string) =>
  label.toLowerCase().startsWith(wanted.trim().toLowerCase());
