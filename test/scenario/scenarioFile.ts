/**
 * The scenario format: what a provider posts, what the price does, and what comes of it, as a
 * trader would tell it. See files/README.md.
 */
export type Scenario = { title: string; set: readonly Header[]; steps: readonly Step[] };

export type Header = { word: string; rest: string };

export type Step = {
  line: number;
  act: Act;
  /** What the trader expects to be told, in order. */
  expected: readonly string[];
};

export type Act =
  | { do: 'post'; provider: string; replyTo: string | null; text: string }
  | { do: 'edit'; message: string; text: string }
  | { do: 'delete'; message: string }
  | { do: 'price'; price: string }
  | { do: 'wait'; minutes: number }
  | { do: 'owner'; words: string }
  | { do: 'equity'; equity: string };

const HEADERS = ['settings', 'start', 'refuses', 'usd', 'account', 'futures', 'told'];

/** Reads a scenario. Throws a RangeError that names the line which makes no sense. */
export function readScenario(text: string): Scenario {
  const lines = text.split('\n');
  const title = lines[0]?.replace(/^# /, '') ?? '';
  const set: Header[] = [];
  const steps: { line: number; act: Act; expected: string[] }[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line.trim() === '' || line.startsWith('# ')) return;
    const last = steps.at(-1);
    if (line.startsWith('  | ')) {
      if (last === undefined || !('text' in last.act)) throw problem(index, line);
      last.act = { ...last.act, text: `${last.act.text}\n${line.slice(4)}` };
    } else if (line.startsWith('  ')) {
      if (last === undefined) throw problem(index, line);
      last.expected.push(line.trim());
    } else {
      const [word = '', ...more] = line.split(' ');
      const rest = more.join(' ');
      if (HEADERS.includes(word) && steps.length === 0) set.push({ word, rest });
      else steps.push({ line: index + 1, act: readAct(line, index), expected: [] });
    }
  });
  return { title, set, steps };
}

function readAct(line: string, index: number): Act {
  const post = /^(\w+)(?: to (m\d+))?> (.+)$/.exec(line);
  if (post) {
    const [, provider = '', replyTo = null, text = ''] = post;
    return provider === 'owner'
      ? { do: 'owner', words: text }
      : { do: 'post', provider, replyTo, text };
  }
  const edit = /^edit (m\d+): (.+)$/.exec(line);
  if (edit) return { do: 'edit', message: edit[1] ?? '', text: edit[2] ?? '' };
  const [word, rest = ''] = line.split(' ');
  switch (word) {
    case 'delete':
      return { do: 'delete', message: rest };
    case 'price':
      return { do: 'price', price: rest };
    case 'wait':
      return { do: 'wait', minutes: Number(rest) };
    case 'equity':
      return { do: 'equity', equity: rest };
    default:
      throw problem(index, line);
  }
}

function problem(index: number, line: string): RangeError {
  return new RangeError(`line ${index + 1} is no step of a scenario: ${line}`);
}
