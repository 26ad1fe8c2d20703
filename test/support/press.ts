import type { APIMessage } from 'discord.js';
import type { DiscordControl } from '../../sandbox/discord/control/control.ts';
import type { InteractionAnswer } from '../../sandbox/discord/interactions/interaction.ts';
import { renderMessage } from '../../sandbox/terminal/renderMessage.ts';

type Part = {
  label?: string;
  placeholder?: string;
  custom_id?: string;
  components?: readonly Part[];
};

/** A message, or the answer to a command that is one. */
type Shown = APIMessage | InteractionAnswer;

/** What a user reads of a message or an answer. */
export function textOf(shown: Shown): string {
  return renderMessage(messageOf(shown)).join('\n');
}

/** Presses the button with this label. */
export function press(
  discord: DiscordControl,
  user: string,
  shown: Shown,
  label: string,
): Promise<InteractionAnswer> {
  const message = messageOf(shown);
  return discord.click(user, message, idOf(message, label));
}

/** Chooses in the menu with this placeholder, by the labels of the choices. */
export function choose(
  discord: DiscordControl,
  user: string,
  shown: Shown,
  menu: string,
  ...choices: string[]
): Promise<InteractionAnswer> {
  const message = messageOf(shown);
  return discord.select(user, message, idOf(message, menu), choices);
}

/** Fills in the form that was opened, and sends it. */
export function fill(
  discord: DiscordControl,
  user: string,
  form: InteractionAnswer,
  values: Record<string, string>,
): Promise<InteractionAnswer> {
  return discord.submitModal(user, form, values);
}

function messageOf(shown: Shown): APIMessage {
  const message = 'outcome' in shown ? shown.message : shown;
  if (!message) throw new Error('there is no message');
  return message;
}

function idOf(message: APIMessage, name: string): string {
  const find = (parts: readonly Part[]): string | undefined => {
    for (const part of parts) {
      if (part.label === name || part.placeholder === name) return part.custom_id;
      const inside = find(part.components ?? []);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  const id = find((message.components ?? []) as readonly Part[]);
  if (id === undefined) throw new Error(`there is nothing called "${name}" on the message`);
  return id;
}
