import type { APIMessage, APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Discord } from '../discord.ts';
import type { Wire } from '../wire/wire.ts';
import type { WorldChannel } from '../world/world.ts';
import { type InteractionStart, interactionType } from './interaction.ts';
import { optionReader, resolvedWire, type ValueReader } from './optionValues.ts';

const selectTypes = [3, 5, 6, 7, 8];

/**
 * The interaction of a button or a select menu of a message. Throws when the message has no such
 * component, when it is disabled, or when a value can't be chosen.
 *
 * @param values what was chosen; absent for a button
 */
export function componentUse(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  message: APIMessage,
  customId: string,
  values?: string[],
): InteractionStart {
  const component = flatComponents((message.components ?? []) as unknown as Wire[]).find(
    (one) => one.custom_id === customId,
  );
  if (component === undefined) {
    throw new Error(`The message has no component with the custom id "${customId}".`);
  }
  if (component.disabled) throw new Error(`The component "${customId}" is disabled.`);
  const type = Number(component.type);
  if (selectTypes.includes(type) !== (values !== undefined)) {
    throw new Error(`The component "${customId}" is ${values ? 'not a select' : 'a select'}.`);
  }
  const { resolved, reader } = optionReader(discord, channel);
  const chosen = values?.map((value) => selected(component, value, reader));
  checkCount(component, chosen?.length);
  return {
    type: interactionType.component,
    userId,
    channel,
    message,
    owners: message.interaction_metadata?.authorizing_integration_owners ?? {
      '0': channel.guildId ?? '0',
    },
    data: {
      id: component.id,
      custom_id: customId,
      component_type: type,
      ...(chosen ? { values: chosen, ...resolvedWire(resolved) } : {}),
    },
  };
}

/**
 * The interaction of a form that was filled in and sent.
 *
 * @param values by custom id; a field that is not named keeps the value it came with
 */
export function modalSubmission(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  modal: APIModalInteractionResponseCallbackData,
  values: Record<string, string | string[]>,
  opener: { message?: APIMessage; owners: Record<string, string> },
): InteractionStart {
  const known = flatComponents(modal.components as unknown as Wire[]);
  for (const customId of Object.keys(values)) {
    if (!known.some((one) => one.custom_id === customId)) {
      throw new Error(`The form has no field with the custom id "${customId}".`);
    }
  }
  const { resolved, reader } = optionReader(discord, channel);
  const filled = (field: Wire): Wire => {
    const customId = String(field.custom_id);
    const common = { type: field.type, id: field.id ?? 1, custom_id: customId };
    if (field.type === 4) {
      const value = String(values[customId] ?? field.value ?? '');
      const { min_length: least, max_length: most } = field;
      const length = value.length;
      if (length === 0 && field.required !== false)
        throw new Error(`The field "${customId}" is required.`);
      if (length > Number(most ?? 4_000)) throw new Error(`The field "${customId}" is too long.`);
      if (length > 0 && length < Number(least ?? 0))
        throw new Error(`The field "${customId}" is too short.`);
      return { ...common, value };
    }
    const chosen = [values[customId] ?? []].flat().map((one) => selected(field, one, reader));
    if (chosen.length > 0 || field.required !== false) checkCount(field, chosen.length);
    return { ...common, values: chosen };
  };
  const components = (modal.components as unknown as Wire[])
    .filter((row) => row.type !== 10)
    .map((row) =>
      row.component
        ? { type: row.type, id: row.id ?? 1, component: filled(row.component as Wire) }
        : { type: row.type, id: row.id ?? 1, components: (row.components as Wire[]).map(filled) },
    );
  return {
    type: interactionType.modalSubmit,
    userId,
    channel,
    ...(opener.message ? { message: opener.message } : {}),
    owners: opener.owners,
    data: { custom_id: modal.custom_id, components, ...resolvedWire(resolved) },
  };
}

/** A select's chosen value: an option's value or label, or the id of what is named. */
function selected(select: Wire, value: string, reader: ValueReader): string {
  const kinds: Record<number, number> = { 5: 6, 6: 8, 7: 9, 8: 7 };
  const kind = kinds[Number(select.type)];
  if (kind !== undefined)
    return String(reader({ type: kind, name: String(select.custom_id) }, value));
  const options = (select.options ?? []) as { value: string; label: string }[];
  const option = options.find((one) => one.value === value || one.label === value);
  if (option === undefined) throw new Error(`"${value}" can't be chosen in "${select.custom_id}".`);
  return option.value;
}

function checkCount(select: Wire, count: number | undefined): void {
  if (count === undefined) return;
  const least = Number(select.min_values ?? 1);
  const most = Number(select.max_values ?? 1);
  if (count < least || count > most) {
    throw new Error(`"${select.custom_id}" takes ${least} to ${most} choices.`);
  }
}

/** Every component of a message or form, those inside others too. */
function flatComponents(components: readonly Wire[]): Wire[] {
  return components.flatMap((one) => {
    const inside = [one.components ?? [], one.accessory ?? [], one.component ?? []].flat();
    return [one, ...flatComponents(inside as Wire[])];
  });
}
