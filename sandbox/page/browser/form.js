import { choicesOf } from './components.js';
import { closeButton } from './dialogs.js';
import { el } from './dom.js';
import { interact, use, useType } from './interactions.js';
import { markdown } from './markdown.js';
import { openPicker } from './picker.js';
import { currentChannel } from './world.js';

/**
 * A form that the bot opens.
 *
 * @typedef {import('./components.js').Component} Component
 * @typedef {{ id: string, custom_id: string, title: string, channel_id: string, components: readonly any[] }} Modal as the gateway tells of it
 * @typedef {{ customId: string, element: HTMLElement, value: () => string | string[] }} Field
 */

/**
 * Shows a form; sends what was filled in as the answer to the interaction that opened it.
 *
 * @param {Modal} modal
 */
export function openForm(modal) {
  /** @type {Field[]} */
  const fields = [];
  const problem = el('p', { class: 'problem', role: 'alert' });
  const submit = el('button', { class: 'button primary', type: 'submit' }, 'Submit');
  const form = el(
    'form',
    { class: 'form', novalidate: true },
    el(
      'header',
      { class: 'dialog-head' },
      el('h2', { id: 'form-title' }, modal.title),
      closeButton(() => dialog.close()),
    ),
    el(
      'div',
      { class: 'form-body' },
      modal.components.map((one) => fieldView(one, fields)),
      problem,
    ),
    el(
      'footer',
      { class: 'dialog-foot' },
      el(
        'button',
        { class: 'button secondary', type: 'button', onclick: () => dialog.close() },
        'Cancel',
      ),
      submit,
    ),
  );
  const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': 'form-title' }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    submit.disabled = true;
    problem.textContent = '';
    const { id, custom_id, channel_id } = modal;
    try {
      const components = modal.components.flatMap((row) => filledIn(row, fields));
      const outcome = await use(useType.form, channel_id, { id, custom_id, components });
      dialog.close();
      await interact(async () => outcome);
    } catch (error) {
      // As Discord says it: beside the field, with what was typed still there.
      problem.textContent = withLabels(
        error instanceof Error ? error.message : String(error),
        modal,
      );
      submit.disabled = false;
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A row of the form with what was filled in. @param {Component} row @param {readonly Field[]} fields @returns {any[]} */
function filledIn(row, fields) {
  /** @param {Component} component */
  const filled = ({ type, custom_id }) => {
    const value = fields.find(({ customId }) => customId === custom_id)?.value() ?? '';
    return { type, custom_id, ...(Array.isArray(value) ? { values: value } : { value }) };
  };
  if (row.component) return [{ type: row.type, component: filled(row.component) }];
  if (row.components) return [{ type: row.type, components: row.components.map(filled) }];
  return [];
}

/** The look-alike names fields by their id; a person knows their label. @param {string} message @param {{ components: readonly any[] }} modal */
function withLabels(message, modal) {
  return modal.components.reduce((text, row) => {
    const field = row.component ?? row.components?.[0];
    const label = row.label ?? field?.label;
    return field && label ? text.replace(`"${field.custom_id}"`, `“${label}”`) : text;
  }, message);
}

let count = 0;

/** @param {Component} row @param {Field[]} fields @returns {HTMLElement} */
function fieldView(row, fields) {
  if (row.type === 10) return el('div', { class: 'form-text' }, markdown(row.content));
  const component = row.component ?? row.components?.[0];
  if (!component) return el('div', {});
  const id = `field-${++count}`;
  const label = row.label ?? component.label ?? component.placeholder ?? component.custom_id;
  const field = component.type === 4 ? textField(component, id) : selectField(component, id, label);
  fields.push(field);
  return el(
    'div',
    { class: 'form-field' },
    el(
      'label',
      { for: id },
      label,
      component.required === false
        ? null
        : el('span', { class: 'required', title: 'required' }, ' *'),
    ),
    row.description ? el('p', { class: 'dim', id: `${id}-more` }, row.description) : null,
    field.element,
  );
}

/** @param {Component} component @param {string} id @returns {Field} */
function textField(component, id) {
  const props = {
    id,
    class: 'input',
    placeholder: component.placeholder,
    minlength: component.min_length,
    maxlength: component.max_length,
    'aria-required': component.required !== false,
    'aria-describedby': `${id}-more`,
    autocomplete: 'off',
  };
  const input =
    component.style === 2
      ? el('textarea', { ...props, rows: 6 })
      : el('input', { ...props, type: 'text' });
  input.value = component.value ?? '';
  return { customId: component.custom_id, element: input, value: () => input.value };
}

/** @param {Component} component @param {string} id @param {string} label @returns {Field} */
function selectField(component, id, label) {
  let choices = choicesOf(component, currentChannel()?.id ?? '');
  const words = el('span', {});
  const button = el(
    'button',
    { id, class: 'select', type: 'button', 'aria-haspopup': 'listbox', 'aria-expanded': 'false' },
    words,
    el('span', { class: 'arrow', 'aria-hidden': 'true' }, '▾'),
  );
  const draw = () => {
    const chosen = choices.filter((one) => one.chosen).map((one) => one.label);
    words.textContent = chosen.join(', ') || component.placeholder || 'Make a selection';
    words.className = chosen.length > 0 ? '' : 'dim';
  };
  draw();
  button.addEventListener('click', () =>
    openPicker(button, {
      label,
      choices,
      most: component.max_values ?? 1,
      least: component.required === false ? 0 : (component.min_values ?? 1),
      onChoose: (values) => {
        choices = choices.map((one) => ({ ...one, chosen: values.includes(one.value) }));
        draw();
      },
    }),
  );
  return {
    customId: component.custom_id,
    element: button,
    value: () => choices.filter((one) => one.chosen).map(({ value }) => value),
  };
}
