import { pageHeaders } from './connection.js';

/** Discord's REST API, version 10, as a person's client calls it. */

let token = '';

/** From now on everything is asked as whoever has this token. @param {string} given */
export const asWhom = (given) => {
  token = given;
};

const MOST_TRIES = 4;

/**
 * @param {'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} method
 * @param {string} path below /api/v10
 * @param {unknown} [body]
 * @param {readonly File[]} [files]
 * @returns {Promise<any>} null when the answer is empty; rejects with Discord's words
 */
export async function rest(method, path, body, files = []) {
  for (let left = MOST_TRIES - 1; ; left -= 1) {
    const answer = await fetch(`/discord/api/v10${path}`, {
      method,
      headers: {
        ...pageHeaders,
        authorization: token,
        ...(body === undefined || files.length > 0 ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: files.length > 0 ? formOf(body, files) : JSON.stringify(body) }),
    });
    if (answer.status === 204) return null;
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    if (answer.status !== 429 || left === 0) throw new Error(wordsOf(said, answer.status));
    await new Promise((resolve) => setTimeout(resolve, (said.retry_after ?? 1) * 1_000));
  }
}

/** @param {unknown} body @param {readonly File[]} files */
function formOf(body, files) {
  const form = new FormData();
  form.append('payload_json', JSON.stringify(body));
  for (const [at, file] of files.entries()) form.append(`files[${at}]`, file, file.name || 'file');
  return form;
}

/** What Discord says is wrong: with each field, or in all. @param {any} said @param {number} status */
function wordsOf(said, status) {
  const fields = problemsOf(said.errors);
  if (fields.length > 0) return fields.join(' ');
  return said.message ?? said.error ?? `Discord answered ${status}.`;
}

/** @param {any} errors @returns {string[]} */
function problemsOf(errors) {
  if (!errors || typeof errors !== 'object') return [];
  return Object.entries(errors).flatMap(([name, inner]) =>
    name === '_errors'
      ? inner.map((/** @type {{ message: string }} */ { message }) => message)
      : problemsOf(inner),
  );
}
