import { setTimeout } from 'node:timers/promises';
import {
  type APIEmbed,
  AttachmentBuilder,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Pictures } from './createPictures.ts';
import type { Look, Picture } from './picture.ts';

type Answered = ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;

/** A picture that comes later than this is of no use any more. */
const PATIENCE_MS = 8_000;
const FILE = 'picture.png';

/** Which answer's picture belongs on a message now, by its id: a slow one never replaces a newer. */
const newest = new Map<string, Answered>();

/**
 * Puts a picture under an answer that was given already, with `embed` as its first. Whatever goes
 * wrong, the answer stays as it is and the log says why. Never rejects.
 */
export async function addPicture(
  interaction: Answered,
  bot: {
    pictures: Pictures;
    app: { log: Logger };
    settings: { current(): { pictures: Look | 'off' } };
  },
  embed: APIEmbed | undefined,
  make: (look: Look) => Promise<Picture | null>,
): Promise<void> {
  const look = bot.settings.current().pictures;
  if (look === 'off' || embed === undefined) return;
  let messageId: string | null = null;
  try {
    messageId = (await interaction.fetchReply()).id;
    newest.set(messageId, interaction);
    const picture = await soon(make(look));
    const png = picture && (await bot.pictures.draw(picture));
    if (!png || newest.get(messageId) !== interaction) return;
    await interaction.editReply({
      embeds: [{ ...embed, image: { url: `attachment://${FILE}` } }],
      files: [new AttachmentBuilder(png, { name: FILE, description: describe(picture) })],
      attachments: [],
    });
  } catch (error) {
    bot.app.log.warn({ err: error }, 'an answer is left without its picture');
  } finally {
    if (messageId !== null && newest.get(messageId) === interaction) newest.delete(messageId);
  }
}

/** For those who can't see it. */
function describe({ heading }: Picture): string {
  return [heading.title, heading.subtitle, heading.result].filter((one) => one !== null).join(', ');
}

async function soon<T>(work: Promise<T>): Promise<T> {
  const waiting = new AbortController();
  const enough = setTimeout(PATIENCE_MS, undefined, { signal: waiting.signal, ref: false }).then(
    () => {
      throw new Error(`it was not there within ${PATIENCE_MS / 1_000} s`);
    },
  );
  enough.catch(() => undefined);
  try {
    return await Promise.race([work, enough]);
  } finally {
    waiting.abort();
  }
}
