import { describe, expect, it } from 'vitest';
import type {
  MessagePart,
  MessageText,
  Reading,
  Span,
} from '../../../src/trading/signal/reading.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';
import { describeReading } from './messageFile.ts';

const said = (message: MessageText, context = {}): string[] =>
  readMessage(message, context).map(describeReading);

function textOf(message: MessageText, part: MessagePart): string {
  if (part.in === 'text') return message.text;
  if (part.in === 'embed') {
    const embed = message.embeds?.[part.index];
    if (part.at === 'fieldName') return embed?.fields?.[part.field]?.name ?? '';
    if (part.at === 'fieldValue') return embed?.fields?.[part.field]?.value ?? '';
    return embed?.[part.at] ?? '';
  }
  if (part.in === 'forwarded') {
    const snapshot = message.forwarded?.[part.index];
    return snapshot ? textOf(snapshot, part.of) : '';
  }
  return message.repliedTo ? textOf(message.repliedTo, part.of) : '';
}

const cut = (message: MessageText, span: Span): string =>
  textOf(message, span.part).slice(span.start, span.end);

function cited(message: MessageText, reading: Reading | undefined, field: string): string[] {
  return (reading?.provenance[field] ?? []).map((span) => cut(message, span));
}

describe('embeds', () => {
  const message: MessageText = {
    text: '@everyone',
    embeds: [
      {
        title: 'LONG SOLUSDT',
        fields: [
          { name: 'Entry', value: '142.5' },
          { name: 'Stop Loss', value: '136' },
          { name: 'Targets', value: '148\n155' },
        ],
        footer: 'Not financial advice',
      },
    ],
  };

  it('are read field by field, the name as the label of the value', () => {
    expect(said(message)).toEqual(['long SOL/USDT limit 142.5 | stop 136 | targets 148 155']);
  });

  it('are cited by the part that a field was read from', () => {
    const [reading] = readMessage(message);
    expect(cited(message, reading, 'entry')).toEqual(['142.5']);
    expect(cited(message, reading, 'targets')).toEqual(['148', '155']);
    expect(cited(message, reading, 'symbol')).toEqual(['SOLUSDT']);
    expect(reading?.provenance.entry?.[0]?.part).toEqual({
      in: 'embed',
      index: 0,
      at: 'fieldValue',
      field: 0,
    });
  });

  it('are read when the signal is in the description', () => {
    expect(
      said({ text: '', embeds: [{ description: 'SHORT ETH\nEntry 2500\nSL 2560\nTP 2400' }] }),
    ).toEqual(['short ETH limit 2500 | stop 2560 | targets 2400']);
  });
});

describe('forwarded messages', () => {
  it('are read like the author’s own', () => {
    const message = { text: '', forwarded: [{ text: 'Long BTC 60000 sl 59000 tp 62000' }] };
    expect(said(message)).toEqual(['long BTC limit 60000 | stop 59000 | targets 62000']);
    expect(cited(message, readMessage(message)[0], 'stop')).toEqual(['59000']);
  });

  it('stay signals when the author adds a word', () => {
    expect(said({ text: 'nice one', forwarded: [{ text: 'Long BTC 60000 sl 59000' }] })).toEqual([
      'long BTC limit 60000 | stop 59000',
    ]);
  });
});

describe('provenance', () => {
  it('points at the text as received, through decoration and hidden characters', () => {
    const message = { text: '🔥 𝗟𝗢𝗡𝗚 #𝗙𝗘𝗧\nEn\u200btry: ۱٫۳۵\nst\u200bop 1️⃣2️⃣0️⃣\u200b' };
    const fancy = { text: '🔥 𝗟𝗢𝗡𝗚 #𝗙𝗘𝗧\nEn\u200btry: ۱٫۳۵\nst\u200bop １.２７\ntp 1.5' };
    const [reading] = readMessage(fancy);
    expect(reading?.kind).toBe('signal');
    expect(cited(fancy, reading, 'side')).toEqual(['𝗟𝗢𝗡𝗚']);
    expect(cited(fancy, reading, 'symbol')).toEqual(['#𝗙𝗘𝗧']);
    expect(cited(fancy, reading, 'entry')).toEqual(['۱٫۳۵']);
    expect(cited(fancy, reading, 'stop')).toEqual(['１.２７']);
    expect(readMessage(message)[0]?.kind).not.toBe('signal');
  });

  it('covers an update’s own words', () => {
    const message = { text: 'SOL: move stop to 142.5 now' };
    const [reading] = readMessage(message);
    expect(cited(message, reading, 'symbol')).toEqual(['SOL']);
    expect(cited(message, reading, 'action')).toEqual(['stop', 'move']);
    expect(cited(message, reading, 'price')).toEqual(['142.5']);
  });

  it('gives what could be read of an unclear message', () => {
    const message = { text: 'LONG ADA\nEntry 0.45\nSL 0.48\nTP 0.5' };
    const [reading] = readMessage(message);
    expect(reading).toMatchObject({
      kind: 'unclear',
      about: 'stop',
      why: 'the stop 0.48 is not below the entry of a long',
      partial: { symbol: 'ADA', side: 'long', stop: { price: '0.48' } },
    });
    expect(cited(message, reading, 'stop')).toEqual(['0.48']);
  });
});

describe('what the caller knows', () => {
  it('settles the scale of a coin by its market price', () => {
    const text = 'Long TAO 612.500 sl 590.000';
    expect(said({ text }, { prices: { TAO: '610' } })).toEqual(['long TAO limit 612.5 | stop 590']);
    expect(said({ text: 'Long YFI 6.125 sl 5.900' }, { prices: { YFI: '6100' } })).toEqual([
      'long YFI limit 6125 | stop 5900',
    ]);
  });

  it('settles the scale of an instruction by the market price, too', () => {
    expect(said({ text: 'SOL: stop to 6.125' }, { prices: { SOL: '6400' } })).toEqual([
      'move_stop SOL 6125',
    ]);
    expect(said({ text: 'SOL: stop to 6.125' }, { prices: { SOL: '6.4' } })).toEqual([
      'move_stop SOL 6.125',
    ]);
    expect(
      said({ text: 'TP2 of BTC now 95.5 instead of 97' }, { prices: { BTC: '93100' } }),
    ).toEqual(['amend BTC target 2 targets 95500']);
  });

  it('takes only tradable coins where a word is all there is', () => {
    const text = 'long zorblax 0.5 sl 0.45';
    expect(said({ text })).toEqual(['long ZORBLAX limit 0.5 | stop 0.45']);
    expect(said({ text }, { symbols: new Set(['BTC']) })).toEqual(['unclear']);
  });

  it('reads the provider’s own labels', () => {
    const text = 'BTC long\nZielmarke Alpha 62000\nNotausgang 58000\nEntry 60000';
    const hints = { labels: { 'Zielmarke Alpha': 'target', Notausgang: 'stop' } };
    expect(said({ text }, { hints })).toEqual([
      'long BTC limit 60000 | stop 58000 | targets 62000',
    ]);
  });

  it('takes the coin, the quote and the side that the owner gave for the provider', () => {
    expect(
      said(
        { text: 'Long now, sl 58900, tp 62000' },
        { hints: { defaultSymbol: 'BTC', defaultQuote: 'USD' } },
      ),
    ).toEqual(['long BTC/USD market | stop 58900 | targets 62000']);
    expect(said({ text: '#SOL\nEntry: 140\nSL: 5%' }, { hints: { defaultSide: 'long' } })).toEqual([
      'long SOL limit 140 | stop 5%',
    ]);
  });

  it('reads thousands shorthand for any coin when the provider is known for it', () => {
    const text = 'MKR long 1.48 stop 1.41';
    expect(said({ text })).toEqual(['long MKR limit 1.48 | stop 1.41']);
    expect(said({ text }, { hints: { thousandsShorthand: true } })).toEqual([
      'long MKR limit 1480 | stop 1410',
    ]);
  });
});

describe('an empty or odd message', () => {
  it.each([
    '',
    ' ',
    '\n\n',
    '🔥🔥🔥',
    '1234',
    '<@123456>',
    'https://example.org/long/BTC?sl=1',
    '||',
    '```',
    '>',
  ])('says nothing: %j', (text) => {
    const readings = readMessage({ text });
    expect(readings).toHaveLength(1);
    expect(readings[0]?.kind).toBe('none');
  });

  it('says why', () => {
    expect(readMessage({ text: 'XAUUSD buy 2650 sl 2640' })).toEqual([
      {
        kind: 'none',
        why: 'XAU is no crypto asset',
        evidence: ['not_crypto'],
        provenance: {},
      },
    ]);
  });
});
