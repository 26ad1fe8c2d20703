import { el } from './dom.js';

/** @param {() => void} close */
export const closeButton = (close) =>
  el('button', { class: 'plain', type: 'button', 'aria-label': 'Close', onclick: close }, '✕');

/**
 * Asks for one line of text; null when it was not given.
 *
 * @param {{ title: string, label: string, initial?: string, submit: string, multiline?: boolean }} asked
 * @returns {Promise<string | null>}
 */
export function askText({ title, label, initial = '', submit, multiline = false }) {
  return new Promise((resolve) => {
    /** @type {string | null} */
    let given = null;
    const input = multiline
      ? el('textarea', { class: 'input', id: 'asked', rows: 6 })
      : el('input', { class: 'input', id: 'asked', type: 'text', autocomplete: 'off' });
    input.value = initial;
    const form = el(
      'form',
      {
        class: 'form',
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          given = input.value;
          dialog.close();
        },
      },
      el(
        'header',
        { class: 'dialog-head' },
        el('h2', { id: 'asked-title' }, title),
        closeButton(() => dialog.close()),
      ),
      el(
        'div',
        { class: 'form-body' },
        el('div', { class: 'form-field' }, el('label', { for: 'asked' }, label), input),
      ),
      el(
        'footer',
        { class: 'dialog-foot' },
        el('button', { class: 'button primary', type: 'submit' }, submit),
      ),
    );
    const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': 'asked-title' }, form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.select();
  });
}
