import type { MessageBody } from '../messages/messages.ts';
import { messageFlag } from '../world/world.ts';
import { apiErrors, type FormErrors, fieldError, mergeFormErrors } from './errors.ts';
import type { Wire } from './wire.ts';

/** What Discord refuses although its published schema allows it. */

const maxContent = 2_000;
const maxEmbedText = 6_000;

/**
 * Throws Discord's error for a message that can't be sent.
 *
 * @param empty whether nothing but the body would be in the message (no file, no kept content)
 */
export function checkMessage(body: MessageBody, empty: boolean): void {
  const errors: FormErrors = {};
  const fail = (path: (string | number)[], code: string, message: string) =>
    mergeFormErrors(errors, fieldError(path, code, message));

  if ((body.content?.length ?? 0) > maxContent) {
    fail(['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${maxContent} or fewer in length.`);
  }
  let embedText = 0;
  for (const [index, embed] of (body.embeds ?? []).entries()) {
    embedText += (embed.title?.length ?? 0) + (embed.description?.length ?? 0);
    embedText += (embed.footer?.text?.length ?? 0) + (embed.author?.name?.length ?? 0);
    for (const [at, field] of (embed.fields ?? []).entries()) {
      embedText += field.name.length + field.value.length;
      for (const part of ['name', 'value'] as const) {
        if (field[part].trim() === '') {
          fail(['embeds', index, 'fields', at, part], 'BASE_TYPE_REQUIRED', required);
        }
      }
    }
  }
  if (embedText > maxEmbedText) {
    fail(
      ['embeds', Math.max(0, (body.embeds?.length ?? 1) - 1)],
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${maxEmbedText}`,
    );
  }
  const layout = ((body.flags ?? 0) & messageFlag.componentsV2) !== 0;
  if (layout && (body.content || body.embeds?.length)) {
    const field = body.content ? 'content' : 'embeds';
    fail(
      [field],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  }
  checkComponents(body.components ?? [], layout, fail);
  if (Object.keys(errors).length > 0) throw apiErrors.invalidForm(errors);

  const says = Boolean(body.content?.trim()) || (body.embeds ?? []).some((one) => hasText(one));
  if (!says && !body.components?.length && empty) throw apiErrors.emptyMessage();
}

const required = 'This field is required';

function hasText(embed: object): boolean {
  return Object.values(embed).some((part) => part !== null && part !== undefined);
}

function checkComponents(
  components: Wire[],
  layout: boolean,
  fail: (path: (string | number)[], code: string, message: string) => void,
): void {
  if (!layout && components.length > 5) {
    fail(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  }
  const customIds = new Set<string>();
  const visit = (component: Wire, path: (string | number)[]) => {
    const { custom_id: customId, type, style } = component;
    if (!layout && path.length === 2 && type !== 1) {
      fail([...path, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    }
    if (type === 2) {
      if (style === 5 && !component.url) fail([...path, 'url'], 'BASE_TYPE_REQUIRED', required);
      if (style !== 5 && style !== 6 && !customId) {
        fail([...path, 'custom_id'], 'BASE_TYPE_REQUIRED', required);
      }
      if (style !== 6 && !component.label && !component.emoji) {
        fail(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or emoji is required.');
      }
    }
    if (typeof customId === 'string') {
      if (customIds.has(customId)) {
        fail(
          [...path, 'custom_id'],
          'COMPONENT_CUSTOM_ID_DUPLICATED',
          'Component custom id cannot be duplicated',
        );
      }
      customIds.add(customId);
    }
    if (type === 3) checkOptions(component, path);
    if (Array.isArray(component.components)) {
      const inside = component.components as Wire[];
      if (type === 1 && inside.length > 1 && inside.some((one) => one.type !== 2)) {
        fail(
          [...path, 'components'],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        );
      }
      for (const [at, one] of inside.entries()) visit(one, [...path, 'components', at]);
    }
    if (component.accessory) visit(component.accessory as Wire, [...path, 'accessory']);
  };
  const checkOptions = (select: Wire, path: (string | number)[]) => {
    const values = new Set<unknown>();
    for (const [at, option] of (select.options as Wire[]).entries()) {
      if (values.has(option.value)) {
        fail(
          [...path, 'options', at, 'value'],
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        );
      }
      values.add(option.value);
    }
  };
  for (const [index, component] of components.entries()) visit(component, ['components', index]);
}

/** Letters, digits, hyphen and underscore of any script: the names of commands and options. */
const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Throws Discord's error for a command that can't be registered. */
export function checkCommand(command: Wire, path: (string | number)[]): FormErrors {
  const errors: FormErrors = {};
  const fail = (at: (string | number)[], code: string, message: string) =>
    mergeFormErrors(errors, fieldError([...path, ...at], code, message));
  const checkName = (name: string, at: (string | number)[]) => {
    if (!slashName.test(name) || name !== name.toLowerCase()) {
      fail(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    }
  };
  const chatInput = (command.type ?? 1) === 1;
  if (chatInput) {
    checkName(String(command.name), ['name']);
    if (!command.description) fail(['description'], 'BASE_TYPE_REQUIRED', required);
  } else if (command.description) {
    fail(
      ['description'],
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_NOT_ALLOWED',
      'Context menu commands cannot have description',
    );
  }
  let text = chatInput ? String(command.name).length + String(command.description ?? '').length : 0;
  const checkOptions = (options: Wire[], at: (string | number)[]) => {
    const names = new Set<unknown>();
    let optionalSeen = false;
    for (const [index, option] of options.entries()) {
      const here = [...at, index];
      text += String(option.name).length + String(option.description).length;
      checkName(String(option.name), [...here, 'name']);
      if (names.has(option.name)) {
        fail(
          [...here, 'name'],
          'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
          'Option name already exists',
        );
      }
      names.add(option.name);
      if (option.required && optionalSeen) {
        fail(
          here,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        );
      }
      if (!option.required && Number(option.type) > 2) optionalSeen = true;
      if (option.autocomplete && Array.isArray(option.choices) && option.choices.length > 0) {
        fail(
          [...here, 'choices'],
          'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES',
          'Choices cannot be used with autocomplete',
        );
      }
      if (Array.isArray(option.options)) checkOptions(option.options, [...here, 'options']);
    }
  };
  checkOptions(Array.isArray(command.options) ? command.options : [], ['options']);
  if (text > 8_000) {
    fail([], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
  }
  return errors;
}
