import type { Look } from './looks.ts';

/** What is written in the pictures; what each says is what the reader makes of the very text. */
const MESSAGES = {
  labels:
    'LONG $SOL/USDT\nEntry: 142.50 - 145.00\nSL: 138.20\nTP1: 150\nTP2: 158.5\nTP3: 171.25\nLeverage: 5x',
  thousands:
    'BTC/USDT SHORT\nEntry 68,450.5\nStop loss 69,900\nTargets 66,800 - 65,250 - 63,000\nLev 10x',
  small: 'PEPE long\nentry 0.00001234\nstop 0.00001120\ntp 0.00001350 0.00001475 0.00001600',
  sentence: 'Buying ETH here at 3,215, stop below 3,080, targets 3,350 and 3,520',
  list: '#AVAX BUY\nEntry zone: 27.40 - 28.10\nTargets:\n1) 29.00\n2) 30.50\n3) 33.80\nStop: 26.15',
  spanish: 'LARGO LINK/USDT\nEntrada: 18.45\nObjetivos: 19.20 - 20.10 - 21.75\nPérdida: 17.60',
  german: 'LONG ADA/USDT\nEinstieg: 0,4520\nZiele: 0,4710 / 0,4980\nStop-Loss: 0,4315',
  chinese: '做多 SOL\n入场 142.5\n止损 138.2\n目标 150 158.5 171.25',
} as const;

type Words = keyof typeof MESSAGES;

export type Sample = { name: string; text: string; look: Look };

const PLAIN: Look = { font: 'roboto', size: 20, theme: 'dark', format: 'png' };

/** Groups of looks, each with the messages that are drawn so. */
const GROUPS: Readonly<Record<string, [Words[], Partial<Look>[]]>> = {
  plain: [['labels', 'thousands', 'small', 'sentence', 'list', 'spanish', 'german'], [{}]],
  font: [
    ['labels', 'thousands'],
    [
      { font: 'bold' },
      { font: 'sans' },
      { font: 'serif' },
      { font: 'mono' },
      { font: 'condensed' },
    ],
  ],
  theme: [
    ['thousands'],
    [
      { theme: 'black' },
      { theme: 'light' },
      { theme: 'grey' },
      { theme: 'blue' },
      { theme: 'green' },
      { theme: 'terminal' },
      { theme: 'yellow' },
    ],
  ],
  size: [
    ['list', 'small'],
    [{ size: 13 }, { size: 15, theme: 'light' }, { size: 32 }, { size: 46 }],
  ],
  phone: [
    ['labels', 'thousands', 'list', 'spanish'],
    [
      { size: 42, around: 'messenger' },
      { size: 42, around: 'messenger', theme: 'light', format: 'jpeg 70' },
    ],
  ],
  compressed: [
    ['thousands', 'small'],
    [
      { format: 'jpeg 90' },
      { format: 'jpeg 70' },
      { format: 'jpeg 40', theme: 'light' },
      { format: 'webp 80' },
      { format: 'webp 50', theme: 'blue' },
      { format: 'gif' },
    ],
  ],
  blurred: [
    ['labels', 'thousands'],
    [
      { blurred: 1.5, size: 26 },
      { blurred: 2, size: 26, format: 'jpeg 70' },
    ],
  ],
  turned: [
    ['labels', 'list'],
    [{ turned: 1.5 }, { turned: -2.5, theme: 'light' }, { turned: 5, size: 28 }],
  ],
  chart: [
    ['labels', 'thousands', 'sentence'],
    [{ around: 'chart' }, { around: 'strong chart', size: 26 }],
  ],
  cut: [
    ['labels', 'thousands', 'list'],
    [{ cut: 'margins' }, { cut: 'right' }, { cut: 'bottom' }],
  ],
  chinese: [
    ['chinese'],
    [
      { font: 'chinese' },
      { font: 'chinese', theme: 'light', size: 32 },
      { font: 'chinese', size: 42, around: 'messenger', format: 'jpeg 70' },
    ],
  ],
};

/** All pictures, by group. */
export const CORPUS: ReadonlyMap<string, readonly Sample[]> = new Map(
  Object.entries(GROUPS).map(([group, [words, looks]]) => [
    group,
    words.flatMap((name) =>
      looks.map(
        (look): Sample => ({
          name: `${name} ${Object.values(look).join(' ')}`.trim(),
          text: MESSAGES[name],
          look: { ...PLAIN, ...look },
        }),
      ),
    ),
  ]),
);
