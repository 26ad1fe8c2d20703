import {
  LabelBuilder,
  ModalBuilder,
  type SlashCommandSubcommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { z } from 'zod';
import type { App } from '../../app.ts';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import { showMode } from '../../discord/session/client.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { missingLimits } from '../../trading/accounts/live.ts';
import { readSettings, writeSettings } from '../../trading/store/settings/settings.ts';
import {
  type LimitName,
  type Limits,
  limitDescriptions,
  limitsSchema,
} from '../../trading/strategy/settings/limits.ts';
import { limitInWords, type TypedLimit, typedLimit } from './typedLimit.ts';

const NAMES = Object.keys(limitDescriptions) as LimitName[];
const ASK_FOR_MS = 5 * 60_000;

/** A limit and its value as a button carries them: its place in the list, then the value. */
const change = z
  .string()
  .regex(/^\d\d{1,15}(\.\d{1,18})?$/)
  .transform((text, context) => {
    const name = NAMES[Number(text[0])];
    if (name !== undefined) return { name, value: text.slice(1) };
    context.addIssue({ code: 'custom', message: 'no such limit' });
    return z.NEVER;
  });

export const limits: ChatCommand = {
  data: slashCommand('limits', 'Hard limits over every watch and every signal')
    .addSubcommand((show) => show.setName('show').setDescription('The limits in force'))
    .addSubcommand((set) =>
      withOptions(set.setName('set').setDescription('5 %, 100 USD, 3x; 0 takes a limit away')),
    ),
  who: 'owner',
  async execute(interaction, bot) {
    const { app } = bot;
    const before = limitsSchema.parse(await readSettings(app.db, 'limits'));
    if (interaction.options.getSubcommand() !== 'set') {
      return interaction.editReply(await shown(app, 'Hard limits', before));
    }
    const equity = await equityOf(app);
    const given = NAMES.flatMap((name) => {
      const typed = interaction.options.getString(limitDescriptions[name].option);
      return typed === null ? [] : [typedLimit(name, typed, equity)];
    });
    if (given.length === 0) throw new Refusal('Name at least one limit to set.');
    return interaction.editReply(await setOrAsk(bot, given, interaction));
  },
  components: [
    component({
      action: 'limits_form',
      who: 'owner',
      answer: 'modal',
      args: z.tuple([z.enum(NAMES)]),
      async execute(interaction, [name]) {
        if (!interaction.isMessageComponent()) return;
        await interaction.showModal(limitModal(name));
      },
    }),
    component({
      action: 'limits_enter',
      who: 'owner',
      answer: 'reply',
      args: z.tuple([z.enum(NAMES)]),
      async execute(interaction, [name], bot) {
        if (!interaction.isModalSubmit()) return;
        const typed = interaction.fields.getTextInputValue('value');
        const limit = typedLimit(name, typed, await equityOf(bot.app));
        await interaction.editReply(await setOrAsk(bot, [limit], interaction));
      },
    }),
    component({
      action: 'limits_set',
      who: 'owner',
      answer: 'update',
      args: z.array(change).min(1).max(NAMES.length),
      async execute(interaction, changes, bot) {
        const given = changes.map(({ name, value }) => ({
          name,
          value: limitDescriptions[name].unit === 'count' ? Number(value) : value,
        }));
        await interaction.editReply({
          ...(await set(bot, given, interaction)),
          components: [],
        });
      },
    }),
    component({
      action: 'limits_keep',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, { app }) {
        const inForce = limitsSchema.parse(await readSettings(app.db, 'limits'));
        await interaction.editReply({
          ...(await shown(app, 'Nothing was changed', inForce)),
          components: [],
        });
      },
    }),
  ],
};

type Asking = Pick<ComponentInteraction, 'id' | 'user'>;

/** Sets limits that are plain; asks about what may be meant otherwise, or ends live trading. */
async function setOrAsk(bot: Bot, given: readonly TypedLimit[], asking: Asking) {
  const { app } = bot;
  const by = asking.user.id;
  const before = limitsSchema.parse(await readSettings(app.db, 'limits'));
  const next = { ...before, ...Object.fromEntries(given.map((one) => [one.name, one.value])) };
  const doubts = given.flatMap(({ doubt }) => doubt ?? []);
  const endsLive = stopsLive(app, next);
  if (doubts.length === 0 && !endsLive) return set(bot, given, asking);
  const mine = { userId: by, expiresAt: app.now() + ASK_FOR_MS };
  const args = given.map(({ name, value }) => `${NAMES.indexOf(name)}${value}`);
  if (args.join('|').length > 40) {
    throw new Refusal('That is much at once: set them one after the other. Nothing was changed.');
  }
  const equity = await equityOf(app);
  return {
    embeds: [
      {
        title: 'Set these limits?',
        color: COLOURS.warning,
        description: [
          ...given.map(
            ({ name }) => `${limitDescriptions[name].label}: ${said(name, next, equity)}`,
          ),
          ...doubts.map((doubt) => `⚠ ${doubt}`),
          ...(endsLive ? [`⚠ ${LIVE_STOPS}`] : []),
        ].join('\n'),
      },
    ],
    components: [
      buttonRow(
        button(endsLive ? 'Set, and stop live' : 'Set', 'danger', {
          action: 'limits_set',
          args,
          ...mine,
        }),
        button('No', 'plain', { action: 'limits_keep', args: [], ...mine }),
      ),
    ],
  };
}

/** The form for one limit, from where it said no. */
function limitModal(name: LimitName): ModalBuilder {
  const { label, unit } = limitDescriptions[name];
  const input = new TextInputBuilder()
    .setCustomId('value')
    .setStyle(TextInputStyle.Short)
    .setPlaceholder(EXAMPLES[unit])
    .setMaxLength(20);
  return new ModalBuilder()
    .setCustomId(
      formatCustomId({ action: 'limits_enter', args: [name], userId: null, expiresAt: null }),
    )
    .setTitle('Set a hard limit')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel(cut(label, 45))
        .setDescription('For every watch and every signal; 0 takes it away.')
        .setTextInputComponent(input),
    );
}

const EXAMPLES = {
  quote: 'such as 100 USD',
  percent: 'such as 5 %',
  times: 'such as 3x',
  count: 'such as 4',
} as const;

const LIVE_STOPS =
  'Real money is not traded without it: new signals trade on paper from then on. Live positions that are open keep their stops and are managed on.';

/** Puts limits in force; live trading ends first where it may not go on without one that goes. */
async function set(
  bot: Bot,
  given: readonly { name: LimitName; value: Limits[LimitName] }[],
  { id, user: { id: by } }: Asking,
) {
  const { app } = bot;
  const stored = limitsSchema.parse(await readSettings(app.db, 'limits'));
  const next = limitsSchema.parse({
    ...stored,
    ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
  });
  const endsLive = stopsLive(app, next);
  if (endsLive) {
    await app.trader.turnLive(false, by, id);
    showMode(bot.client, `${app.account} trading`);
    app.log.warn({ by }, 'live trading was switched off: a limit that it needs was taken away');
  }
  await writeSettings(app.db, 'limits', next, by, app.now());
  return shown(app, endsLive ? 'PAPER: new signals trade on paper' : 'Hard limits', next);
}

function stopsLive({ account }: App, next: Limits): boolean {
  return account === 'live' && missingLimits(next).length > 0;
}

async function shown(app: App, title: string, inForce: Limits) {
  const lines = limitLines(inForce, await equityOf(app));
  return {
    embeds: [
      {
        title,
        color: COLOURS.quiet,
        description:
          lines.join('\n') ||
          'None is set. Without them /live on refuses. Set them with /limits set.',
      },
    ],
  };
}

/** What the account that trades now was last worth, in US dollars. */
async function equityOf({ trader, account }: App): Promise<string | null> {
  return (await trader.state()).memory.accounts[account]?.equity ?? null;
}

function said(name: LimitName, inForce: Limits, equity: string | null): string {
  return Number(inForce[name]) === 0 ? 'taken away' : limitInWords(name, inForce, equity);
}

/** The limits that are set, a line each; with what a part of the account comes to, where that is known. */
export function limitLines(inForce: Limits, equity: string | null = null): string[] {
  return NAMES.filter((name) => Number(inForce[name]) !== 0).map(
    (name) => `${limitDescriptions[name].label}: ${limitInWords(name, inForce, equity)}`,
  );
}

/** What a limit is called. */
export function limitLabel(key: string): string {
  return NAMES.includes(key as LimitName) ? limitDescriptions[key as LimitName].label : key;
}

function withOptions(builder: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  for (const { option, label } of Object.values(limitDescriptions)) {
    builder.addStringOption((one) => one.setName(option).setDescription(label).setMaxLength(20));
  }
  return builder;
}
