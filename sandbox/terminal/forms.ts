import type { APIModalInteractionResponseCallbackData } from 'discord.js';

/** A form that the bot opened and that waits to be filled in. */
export type OpenForm = { id: string; modal: APIModalInteractionResponseCallbackData };

type Choice = { value: string; label: string; default?: boolean };

type Field = {
  customId: string;
  label: string;
  required: boolean;
  /** What it holds already. */
  value: string;
  /** What can be chosen; null for text. */
  choices: readonly Choice[] | null;
};

/** The form's lines in a terminal: each field with what it holds, and what can be chosen. */
export function renderForm({ modal }: OpenForm): string {
  const lines = fieldsOf(modal).map(({ label, required, value, choices }) => {
    const offered = choices ? ` (${choices.map((one) => one.label).join(' | ')})` : '';
    return `  ${label}${required ? ' *' : ''} = ${value}${offered}`;
  });
  return [
    `A form opens, “${modal.title}”:`,
    ...lines,
    'Fill it in with fill NAME=VALUE NAME=VALUE …, where what is left out stays; fill alone sends it as it is.',
  ].join('\n');
}

/**
 * The values of a form as `fill` was told them: `stop=125 targets=130, 140`, or the value alone
 * where there is one field. A field is named by its label, or the beginning of one of its words.
 * Throws a sentence when a name or a choice fits nothing, or several.
 */
export function fillForm({ modal }: OpenForm, text: string): Record<string, string | string[]> {
  const fields = fieldsOf(modal);
  const [only] = fields;
  const given = assignments(text);
  if (given.length === 0 && text.trim() !== '') {
    if (fields.length !== 1 || !only) {
      throw new Error(`Write NAME=VALUE; the fields are ${namesOf(fields)}.`);
    }
    return { [only.customId]: valueFor(only, text.trim()) };
  }
  return Object.fromEntries(
    given.map(([name, value]) => {
      const field = fieldNamed(fields, name);
      return [field.customId, valueFor(field, value)];
    }),
  );
}

/** Each NAME=VALUE; a value goes on to the next name. */
function assignments(text: string): [string, string][] {
  const heads = [...text.matchAll(/(?:^|\s)([\p{L}][\p{L}\p{N}_-]*)\s?=/gu)];
  return heads.map((head, index) => {
    const from = head.index + head[0].length;
    return [head[1] ?? '', text.slice(from, heads[index + 1]?.index).trim()];
  });
}

function fieldNamed(fields: readonly Field[], name: string): Field {
  const wanted = name.toLowerCase();
  const exact = fields.filter(
    ({ label, customId }) => label.toLowerCase() === wanted || customId === name,
  );
  const begun = fields.filter(({ label }) =>
    label
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted)),
  );
  const found = exact.length > 0 ? exact : begun;
  const [field] = found;
  if (!field) throw new Error(`The form has no field "${name}", only ${namesOf(fields)}.`);
  if (found.length > 1) throw new Error(`"${name}" may be ${namesOf(found)}.`);
  return field;
}

function valueFor({ label, choices }: Field, value: string): string | string[] {
  if (!choices) return value.replaceAll('\\n', '\n');
  if (choices.length === 0) return listOf(value);
  return listOf(value).map((one) => choiceNamed(choices, one, label).value);
}

const namesOf = (fields: readonly Field[]) => fields.map(({ label }) => label).join(', ');

/** "a, b" as its parts. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The choice of that name, or the only one that begins so. Throws a sentence with all there are. */
export function choiceNamed<T extends { label: string }>(
  choices: readonly T[],
  name: string,
  of: string,
): T {
  const wanted = name.toLowerCase();
  const exact = choices.filter(({ label }) => label.toLowerCase() === wanted);
  const begun = choices.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const found = exact.length > 0 ? exact : begun;
  const [choice] = found;
  if (!choice || found.length > 1) {
    const offered = (choice ? found : choices).map(({ label }) => label).join(' | ');
    throw new Error(`${of} has ${choice ? 'several' : 'no'} "${name}": ${offered}`);
  }
  return choice;
}

type WireField = {
  custom_id: string;
  type: number;
  label?: string;
  placeholder?: string;
  required?: boolean;
  value?: string;
  options?: Choice[];
};

function fieldsOf(modal: APIModalInteractionResponseCallbackData): Field[] {
  return modal.components.flatMap((row): Field[] => {
    const component = (
      'component' in row ? row.component : 'components' in row ? row.components[0] : undefined
    ) as WireField | undefined;
    if (!component) return [];
    const isText = component.type === 4;
    const chosen = component.options?.filter((one) => one.default).map(({ label }) => label) ?? [];
    return [
      {
        customId: component.custom_id,
        label: ('label' in row ? row.label : undefined) ?? component.label ?? component.custom_id,
        required: component.required !== false,
        value: isText ? (component.value ?? '') : chosen.join(', '),
        choices: isText ? null : (component.options ?? []),
      },
    ];
  });
}
