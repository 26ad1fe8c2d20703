import type { ActionRowBuilder, APIEmbed, MessageActionRowComponentBuilder } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  chosenValue,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import {
  modeInWords,
  modesFor,
  noticeKindPanel,
  noticePanel,
} from '../../notices/cards/noticePanel.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import {
  modeOf,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeModes,
  noticeKinds,
} from '../../notices/words/noticeKinds.ts';

const kindArg = z.enum(noticeKinds);
const modeArg = z.enum(['on', 'silent', 'off']);
const lookArg = z.enum(['dark', 'light', 'off']);

const LOOKS: Readonly<Record<z.infer<typeof lookArg>, string>> = {
  dark: 'Pictures are dark.',
  light: 'Pictures are light.',
  off: 'Pictures are off.',
};

export const notices: ChatCommand = {
  data: slashCommand('notices', 'Which notices ring, which are silent, which are left out'),
  who: 'owner',
  execute: (interaction, bot) => interaction.editReply(overview(bot)),
  components: [
    component({
      action: 'notices_all',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      execute: (interaction, _args, bot) => interaction.editReply(overview(bot)),
    }),
    component({
      action: 'notices_pick',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        const picked = kindArg.safeParse(chosenValue(interaction));
        if (!picked.success)
          throw new Refusal('There is no such kind of notice any more. Run /notices again.');
        await interaction.editReply(oneKind(bot, picked.data));
      },
    }),
    component({
      action: 'notices_set',
      who: 'owner',
      answer: 'update',
      args: z.tuple([kindArg, modeArg]),
      async execute(interaction, [kind, mode], bot) {
        const { label } = NOTICE_KINDS[kind];
        if (!modesFor(kind).includes(mode))
          throw new Refusal(
            `“${label}” can be silent, but not off: it is about your money. Nothing was changed.`,
          );
        await choose(bot, { ...bot.settings.current().notices, [kind]: mode }, interaction.user.id);
        await interaction.editReply(overview(bot, `${label}: ${modeInWords(kind, mode)}.`));
      },
    }),
    component({
      action: 'notices_pictures',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        const picked = lookArg.safeParse(chosenValue(interaction));
        if (!picked.success)
          throw new Refusal('There is no such choice any more. Run /notices again.');
        const { settings, app } = bot;
        const changed = { ...settings.current(), pictures: picked.data };
        await settings.change(changed, interaction.user.id, app.now());
        await interaction.editReply(overview(bot, LOOKS[picked.data]));
      },
    }),
    component({
      action: 'notices_reset',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        await choose(bot, {}, interaction.user.id);
        await interaction.editReply(overview(bot, 'All notices are as they were at first.'));
      },
    }),
  ],
};

async function choose({ settings, app }: Bot, chosen: NoticeModes, by: string): Promise<void> {
  await settings.change({ ...settings.current(), notices: chosen }, by, app.now());
}

type Panel = {
  content: string;
  embeds: APIEmbed[];
  components: ActionRowBuilder<MessageActionRowComponentBuilder>[];
};

function overview(bot: Bot, said = ''): Panel {
  const chosen = bot.settings.current().notices;
  const kinds = menu('Change a kind of notice', { action: 'notices_pick', args: [] }).addOptions(
    noticeKinds.map((kind) => ({
      label: NOTICE_KINDS[kind].label,
      description: modeInWords(kind, modeOf(kind, chosen)),
      value: kind,
    })),
  );
  const pictures = menu('Pictures', { action: 'notices_pictures', args: [] }).addOptions(
    lookArg.options.map((look) => ({
      label: look,
      value: look,
      default: look === bot.settings.current().pictures,
    })),
  );
  const isChanged = Object.keys(chosen).length > 0;
  return {
    content: said,
    embeds: [noticePanel(chosen)],
    components: [
      rowOf(kinds),
      rowOf(pictures),
      ...(isChanged
        ? [buttonRow(button('As at first', 'plain', { action: 'notices_reset', args: [] }))]
        : []),
    ],
  };
}

function oneKind(bot: Bot, kind: NoticeKind): Panel {
  const chosen = bot.settings.current().notices;
  const now = modeOf(kind, chosen);
  return {
    content: '',
    embeds: [noticeKindPanel(kind, chosen)],
    components: [
      buttonRow(
        ...modesFor(kind).map((mode) =>
          button(modeInWords(kind, mode), mode === now ? 'main' : 'plain', {
            action: 'notices_set',
            args: [kind, mode],
          }).setDisabled(mode === now),
        ),
        button('Back', 'plain', { action: 'notices_all', args: [] }),
      ),
    ],
  };
}
