import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandsPage } from '../scripts/commandsPage.ts';
import { commandData } from '../src/commands/index.ts';
import { SETTING_NAMES } from '../src/config.ts';
import { estimateOf } from '../src/trading/history/report/figures.ts';
import { performanceOf } from '../src/trading/performance/performance.ts';
import { limitDescriptions } from '../src/trading/strategy/settings/limits.ts';
import { settingsSchema } from '../src/trading/strategy/settings/settings.ts';
import { COINBASE_TIERS } from '../src/trading/venue/matching/fees.ts';

const root = path.resolve(import.meta.dirname, '..');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];
const read = (page: string) => readFileSync(path.join(root, page), 'utf8');

/** As GitHub makes a heading's anchor. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

test.each(pages)('%s: what it links to and shows is there', (page) => {
  const lost: string[] = [];
  const text = read(page);
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)];
  for (const [, link, source] of links) {
    const target = link ?? source ?? '';
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? page : path.join(path.dirname(page), file);
    if (!existsSync(path.join(root, full))) lost.push(target);
    else if (anchor !== undefined && full.endsWith('.md')) {
      const headings = [...read(full).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        anchorOf(title),
      );
      if (!headings.includes(anchor)) lost.push(target);
    }
  }
  expect(lost).toEqual([]);
});

test.each(pages)('%s: a script that it names is in package.json', (page) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(page).matchAll(/npm run (?:-s |--silent )?([a-z][\w-]*(?::[\w-]+)*)/g)];
  expect(named.map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
});

test('docs/commands.md has every command with every option; npm run docs:commands writes it anew', () => {
  expect(read('docs/commands.md')).toBe(commandsPage());
});

const linksOf = (page: string): string[] =>
  [...read(page).matchAll(/\]\(([^)\s#]+\.md)(?:#[^)]*)?\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => path.normalize(path.join(path.dirname(page), link)));

test('the README leads to the index, and the index to every page', () => {
  expect(linksOf('README.md')).toContain('docs/index.md');
  const indexed = new Set([...linksOf('docs/index.md'), 'docs/index.md', 'README.md']);
  expect(pages.filter((page) => !indexed.has(page))).toEqual([]);
});

type Option = { name: string; type: number; options?: readonly Option[] };
const SUBCOMMAND = 1;
const commands = new Map(
  (commandData as readonly (Option & { description?: string })[]).map((one) => [one.name, one]),
);

/** What a page shows as typed to the bot: from a code span's or block's slash on. */
const typedOn = (page: string): string[] =>
  [...read(page).matchAll(/(?:`|^ {4})\/([a-z][^`\n]*)/gm)].map(([, typed = '']) => typed);

/** Paths of a machine are no commands, and neither is what a supervisor asks (`src/health`). */
const isCommand = (typed: string) =>
  /^[a-z]+(?![\w./-])/.test(typed) && !/^(healthz|readyz|metrics)$/.test(typed);

test.each(pages)('%s: a command, a part of one and an option that it names exist', (page) => {
  const lost = typedOn(page)
    .filter(isCommand)
    .filter((typed) => {
      const [name = '', ...words] = typed.split(/\s+/);
      const command = commands.get(name);
      if (command === undefined) return true;
      const parts = (command.options ?? []).filter(({ type }) => type === SUBCOMMAND);
      const part = parts.find((one) => one.name === words[0]);
      if (parts.length > 0 && /^[a-z]+$/.test(words[0] ?? '') && part === undefined) return true;
      const offered = parts.length > 0 ? (part?.options ?? []) : (command.options ?? []);
      const named = words.map((word) => /^([a-z][\w-]*):/.exec(word)?.[1]);
      return named.some((one) => one !== undefined && !offered.some((each) => each.name === one));
    });
  expect(lost).toEqual([]);
});

const userPages = pages.filter((page) => linksOf('docs/index.md').includes(page));

test.each(userPages)('%s: a variable of the environment that it names is one', (page) => {
  const named = [...read(page).matchAll(/`([A-Z][A-Z\d]+(?:_[A-Z\d]+)+)(?:=[^`]*)?`/g)];
  const ours = named
    .map(([, name = '']) => name)
    .filter((name) =>
      /^(DISCORD|COINBASE|DATABASE|DATA|LOG|SECOND|PAPER|KEEP|HEALTH|PILOTFISH)_/.test(name),
    );
  expect(ours.filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
});

test('every variable of the environment is in .env.example, but the one that the sandbox sets', () => {
  const told = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
  expect([...told].sort()).toEqual(
    SETTING_NAMES.filter((name) => name !== 'PILOTFISH_SANDBOX').sort(),
  );
});

const settingNames: ReadonlySet<string> = new Set(Object.keys(settingsSchema.parse({})));
const settingLabels = new Set(
  [...read('docs/settings.md').matchAll(/^### (.+)$/gm)].map(([, label = '']) => label),
);

test('docs/settings.md has every setting', () => {
  const told = [...read('docs/settings.md').matchAll(/^`([a-zA-Z\d]+)`,/gm)];
  expect(told.map(([, name = '']) => name).sort()).toEqual([...settingNames].sort());
});

/** Pages for whoever uses the bot, on which a name with a hump in it is a setting's. */
const GUIDES = [
  'installing',
  'first-hour',
  'following',
  'results',
  'going-live',
  'when-things-fail',
  'troubleshooting',
  'faq',
  'costs',
  'taxes',
  'glossary',
].map((name) => `docs/${name}.md`);

test.each(GUIDES)('%s: a setting and a limit that it names exist', (page) => {
  const text = read(page);
  const names = [...text.matchAll(/`([a-z]+(?:[A-Z][a-z\d]+)+)`/g)].map(([, name = '']) => name);
  expect(names.filter((name) => !settingNames.has(name))).toEqual([]);
  // A label with its unit behind it is a setting's and nothing else.
  const labels = [...text.matchAll(/\*([A-Z][^*]+\((?:%|seconds|minutes)\))\*/g)];
  expect(labels.map(([, label = '']) => label).filter((one) => !settingLabels.has(one))).toEqual(
    [],
  );
});

test('docs/going-live.md names the limits by what they are called', () => {
  const options = Object.values(limitDescriptions).map(({ option }) => option);
  const named = [...read('docs/going-live.md').matchAll(/^\| `([a-z-]+)` \|/gm)];
  expect(named.length).toBeGreaterThan(0);
  expect(named.map(([, name = '']) => name).filter((name) => !options.includes(name))).toEqual([]);
});

/** All that the product may say, without how the code puts it together. */
const sources = ['src', 'sandbox']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[jt]s$/.test(name))
      .map((name) => read(path.join(folder, name))),
  )
  .join('\n')
  .replaceAll("\\'", "'");

test.each(pages)('%s: what it says that the bot says, the bot says', (page) => {
  const said = [...read(page).matchAll(/\*\*“([^*]+)”\*\*/g)].map(([, sentence = '']) => sentence);
  const lost = said
    .flatMap((sentence) => sentence.split('…'))
    .map((part) => part.trim().replace(/^[:,.]\s*/, ''))
    .filter((part) => part.length > 3 && !sources.includes(part));
  expect(lost).toEqual([]);
});

test('docs/results.md: the example by hand comes to what /performance makes of it', () => {
  const page = read('docs/results.md');
  const trades = [...page.matchAll(/^\| \d \| [^|]+ \| ([+−][\d.]+) \|/gm)];
  const results = trades.map(([, net = ''], at) => ({
    positionId: String(at),
    account: 'paper' as const,
    productId: 'BTC-USD',
    quote: 'USD',
    side: 'long' as const,
    providerId: 'p',
    providerName: 'Percy',
    watchId: 'w',
    channelId: 'c',
    openedAt: at,
    closedAt: at + 1,
    net: net.replace('−', '-').replace('+', ''),
    fees: '0',
    risk: /Together ([\d.]+)\./.exec(page)?.[1] ?? '0',
  }));
  const { net, won, expectancy, profitFactor, drawdown } = performanceOf(results);
  expect(results.length).toBe(5);
  expect(page).toContain(`| net | +$${net.toFixed(2)} |`);
  expect(page).toContain(`| won | ${(won / 5) * 100} % |`);
  expect(page).toContain(`| **expectancy** | +${expectancy?.toFixed(2)} R |`);
  expect(page).toContain(`| **profit factor** | ${profitFactor?.toFixed(2)} |`);
  expect(page).toContain(`| **drawdown** | $${drawdown.toFixed(2)} |`);
  const range = estimateOf(results.map((one) => Number(one.net) / Number(one.risk)));
  const inR = (value: number | null) =>
    `${(value ?? 0) < 0 ? '−' : '+'}${Math.abs(value ?? 0).toFixed(2)} R`;
  expect(range?.mean.toFixed(2)).toBe(expectancy?.toFixed(2));
  expect(page).toContain(`between ${inR(range?.low ?? null)} and ${inR(range?.high ?? null)}`);
});

test('docs/costs.md has the fees that the simulated exchange takes', () => {
  const rows = [
    ...read('docs/costs.md').matchAll(/^\| ([\d,]+) \| ([\d.]+) % \| ([\d.]+) % \|$/gm),
  ];
  expect(
    rows.map(([, from = '', maker, taker]) => [
      from.replaceAll(',', ''),
      Number(maker),
      Number(taker),
    ]),
  ).toEqual(
    COINBASE_TIERS.map(({ from, maker, taker }) =>
      [from, Number(maker) * 100, Number(taker) * 100].map((one) =>
        typeof one === 'number' ? Number(one.toFixed(4)) : one,
      ),
    ),
  );
});
