import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { Refusal } from '../../discord/command.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { isTimeZone } from '../../trading/performance/zonedDays.ts';

/** The form for the owner's time zone; `now`: the one in force. */
export function zoneModal(now: string): ModalBuilder {
  return new ModalBuilder()
    .setCustomId(formatCustomId({ action: 'setup_zoned', args: [], userId: null, expiresAt: null }))
    .setTitle('Your time zone')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('City or zone')
        .setDescription('Days and weeks of /daily, /weekly, /monthly and /performance go by it.')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('zone')
            .setStyle(TextInputStyle.Short)
            .setPlaceholder(`Berlin, New York, or UTC; now ${now}`)
            .setMaxLength(60),
        ),
    );
}

/** A zone as people type it: its name, or a city that one is named after. Throws Refusal for any other. */
export function typedZone(typed: string): string {
  const name = typed.trim().replaceAll(/\s+/g, '_');
  const known = Intl.supportedValuesOf('timeZone');
  const same = (zone: string) => zone.toLowerCase() === name.toLowerCase();
  const ofCity = (zone: string) => zone.toLowerCase().endsWith(`/${name.toLowerCase()}`);
  const found = known.find(same) ?? known.find(ofCity);
  if (found !== undefined) return found;
  if (name !== '' && isTimeZone(name)) return name.toUpperCase() === 'UTC' ? 'UTC' : name;
  throw new Refusal(
    `“${escapeProviderText(typed, 40)}” is no time zone that is known. Type a large city in yours, such as Berlin or New York, or UTC. Nothing was changed.`,
  );
}
