import { readMessages } from './connection.js';
import { attempt, byId, el } from './dom.js';

/**
 * The newcomer's page: one's own channel, read as the bot would read it.
 *
 * @typedef {Extract<import('../readPasted.ts').ReadLine, { index: number }>} Read
 * @typedef {'signal' | 'update' | 'unclear' | 'none'} Kind
 */

const input = /** @type {HTMLTextAreaElement} */ (byId('pasted'));
const results = byId('results');
const counts = byId('counts');
const KINDS = /** @type {const} */ (['signal', 'update', 'unclear', 'none']);
const NAMES = {
  signal: 'Signals',
  update: 'Updates',
  unclear: 'Unclear',
  none: 'Nothing to act on',
};
/** A page of this many is drawn; more on demand. */
const DRAWN = 200;

/** @type {AbortController | null} */
let reading = null;
/** @type {Read[]} */
let all = [];
/** @type {Kind | null} */
let only = null;
let drawn = 0;

/** What a message is as a whole: the most that was read of it. @param {Read} read @returns {Kind} */
const kindOf = ({ readings }) =>
  KINDS.find((kind) => readings.some((one) => one.kind === kind)) ?? 'none';

/** @param {string} text */
async function read(text) {
  reading?.abort();
  const own = new AbortController();
  reading = own;
  all = [];
  only = null;
  drawn = 0;
  results.replaceChildren();
  byId('reading-state').textContent = 'Reading …';
  let count = 0;
  for await (const line of readMessages(text, own.signal)) {
    if (own.signal.aborted) return;
    if ('error' in line) throw new Error(line.error);
    if ('count' in line) count = line.count;
    else {
      all.push(line);
      if (drawn < DRAWN) drawNext(1);
      if (all.length % 25 === 0) drawCounts(count);
    }
  }
  drawCounts(count);
  byId('reading-state').textContent =
    all.length === 0
      ? 'There was no message in it.'
      : `${all.length} ${all.length === 1 ? 'message' : 'messages'} read, on this machine.`;
  results.focus({ preventScroll: true });
}

/** @param {number} count */
function drawCounts(count) {
  byId('reading-state').textContent = `${all.length} of ${count} read …`;
  counts.replaceChildren(
    el('legend', { class: 'hidden' }, 'Show only'),
    ...KINDS.map((kind) => {
      const many = all.filter((one) => kindOf(one) === kind).length;
      return el(
        'button',
        {
          type: 'button',
          class: `count ${kind}`,
          'aria-pressed': String(only === kind),
          onclick: () => show(kind),
        },
        el('b', {}, String(many)),
        ` ${NAMES[kind]}`,
      );
    }),
  );
  byId('more-results').hidden = wanted().length <= drawn;
}

const wanted = () => (only === null ? all : all.filter((one) => kindOf(one) === only));

/** @param {Kind} kind shows only these, or all again */
function show(kind) {
  only = only === kind ? null : kind;
  drawn = 0;
  results.replaceChildren();
  drawNext(DRAWN);
  for (const [at, button] of counts.querySelectorAll('button').entries())
    button.setAttribute('aria-pressed', String(KINDS[at] === only));
  byId('more-results').hidden = wanted().length <= drawn;
}

/** @param {number} many */
function drawNext(many) {
  const next = wanted().slice(drawn, drawn + many);
  drawn += next.length;
  results.append(...next.map(resultView));
}

/** @param {Read} result */
function resultView(result) {
  const kind = kindOf(result);
  const { author, time, parts, readings, repliedTo } = result;
  return el(
    'article',
    { class: `result ${kind}` },
    el(
      'div',
      { class: 'result-head dim' },
      el('span', {}, [author, time].filter(Boolean).join(' · ') || `Message ${result.index + 1}`),
    ),
    el(
      'div',
      { class: 'result-text', dir: 'auto' },
      repliedTo ? el('div', { class: 'dim quoted' }, `↩ ${repliedTo.slice(0, 140)}`) : null,
      parts.map(({ label, pieces }) =>
        el(
          'div',
          { class: 'part' },
          label ? el('span', { class: 'part-label' }, label) : null,
          el(
            'span',
            { dir: 'auto' },
            pieces.map(({ text, field }) =>
              field ? el('mark', { class: `field-${field}`, title: field }, text) : text,
            ),
          ),
        ),
      ),
      parts.length === 0 ? el('i', { class: 'dim' }, 'no words in it') : null,
    ),
    el('div', { class: 'result-reading' }, readings.map(readingView)),
  );
}

/** @param {Read['readings'][number]} reading */
function readingView({ kind, title, why, fields, inferred }) {
  const words = {
    signal: title,
    update: title,
    unclear: 'Unclear: it would not be traded',
    none: 'Nothing to act on',
  }[kind];
  return el(
    'div',
    { class: `reading ${kind}` },
    el('b', {}, words),
    why ? el('p', {}, why.slice(0, 1).toUpperCase() + why.slice(1)) : null,
    fields.length > 0
      ? el(
          'dl',
          {},
          fields.map(({ name, value }) =>
            el(
              'div',
              {},
              el('dt', { class: `key-${name.toLowerCase()}` }, name),
              el('dd', {}, value.replaceAll('\n', ', ')),
            ),
          ),
        )
      : null,
    inferred.length > 0
      ? el('p', { class: 'dim' }, `Taken from the numbers: ${inferred.join('; ')}`)
      : null,
  );
}

const EXAMPLE = `Percy Provider — Today at 10:31
🟢 LONG #SOL/USDT
Entry: 142.50 - 141.00
Stop: 138.20
TP1: 146 TP2: 150 TP3: 158
Percy Provider — Today at 11:04
TP1 hit ✅ Move your stop loss to entry.
Percy Provider — Today at 11:20
+2.6% on SOL in under a minute 🔥🔥🔥 VIP members are printing! Join now, link in bio
Percy Provider — Today at 12:02
SHORT ETH now
SL: 1000
TP: 9000`;

export function startReader() {
  const go = () => attempt(() => read(input.value)).then(() => undefined);
  byId('read-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void go();
  });
  byId('example').addEventListener('click', () => {
    input.value = EXAMPLE;
    void go();
  });
  byId('more-results').addEventListener('click', () => {
    drawNext(DRAWN);
    byId('more-results').hidden = wanted().length <= drawn;
  });
  /** @param {File | undefined} file */
  const take = (file) =>
    file &&
    attempt(async () => {
      byId('reading-state').textContent = `Reading ${file.name} …`;
      await read(await file.text());
    });
  const chosen = /** @type {HTMLInputElement} */ (byId('export-file'));
  chosen.addEventListener('change', () => {
    void take(chosen.files?.[0]);
    chosen.value = '';
  });
  const page = byId('reader');
  page.addEventListener('dragover', (event) => {
    event.preventDefault();
    page.classList.add('dropping');
  });
  page.addEventListener('dragleave', () => page.classList.remove('dropping'));
  page.addEventListener('drop', (event) => {
    event.preventDefault();
    page.classList.remove('dropping');
    void take(event.dataTransfer?.files[0]);
  });
}
