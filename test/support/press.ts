import type { APIMessage } from 'discord.js';
import type { DiscordControl } from '../../sandbox/discord/control.ts';

type Pressable = { label?: string; custom_id?: string; components?: Pressable[] };

/** Presses the button with this label on a message or on an answer to a command. */
export function press(
  discord: DiscordControl,
  user: string,
  shown: APIMessage | { message?: APIMessage | undefined },
  label: string,
) {
  const message =
    'id' in shown && 'components' in shown ? shown : (shown as { message?: APIMessage }).message;
  if (!message) throw new Error('there is no message to press a button on');
  const find = (all: readonly Pressable[]): Pressable | undefined =>
    all.find((one) => one.label === label) ??
    all.map((one) => find(one.components ?? [])).find(Boolean);
  const found = find((message.components ?? []) as Pressable[]);
  if (!found?.custom_id) throw new Error(`there is no button "${label}"`);
  return discord.click(user, message, found.custom_id);
}
