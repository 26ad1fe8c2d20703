import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, answerTo } from './answers.ts';

/** What it does with a question. */
export type Behaviour =
  /** Reads a plain order by its labels, or says what it was told to. */
  | 'right'
  | 'invent'
  | 'swap'
  | 'omit'
  /** Does what the message tells a model to. */
  | 'obey'
  /** Answers after `slowMs`. */
  | 'slow'
  | 'malformed'
  /** Every request fails with 500. */
  | 'down'
  /** Knows `json_object` only. */
  | 'old';

export type ModelServer = {
  /** Up to what `/chat/completions` follows. */
  url: string;
  /** The only key it takes. */
  key: string;
  behave(how: Behaviour): void;
  /** What it says of this very text from now on, whatever it is told to be. */
  say(text: string, answer: Answer): void;
  /** The bodies of all requests with the right key, as they came. */
  asked(): readonly Question[];
  stop(): Promise<void>;
};

export type Question = {
  model: string;
  messages: readonly { role: string; content: string }[];
  response_format?: { type: string };
};

export type ModelOptions = { port?: number; behave?: Behaviour; slowMs?: number };

const LONGEST = 200_000;

/** A local look-alike of an OpenAI-compatible server that reads orders, well or badly, as it is told. */
export async function startModel(options: ModelOptions = {}): Promise<ModelServer> {
  const { slowMs = 20_000 } = options;
  const key = 'sk-sandbox-model';
  const questions: Question[] = [];
  const told = new Map<string, Answer>();
  let how: Behaviour = options.behave ?? 'right';

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return send(response, 404, refusal('there is nothing here'));
    if (request.headers.authorization !== `Bearer ${key}`)
      return send(response, 401, refusal('the key is not known'));
    const question = JSON.parse(await bodyOf(request)) as Question;
    if (how === 'down') return send(response, 500, refusal('out of order'));
    if (how === 'old' && question.response_format?.type === 'json_schema')
      return send(response, 400, refusal("unknown response_format 'json_schema'"));
    questions.push(question);
    const text = question.messages.findLast(({ role }) => role === 'user')?.content ?? '';
    const answer = told.get(text) ?? answerTo(text, how);
    const content = how === 'malformed' ? 'Sure! It is a long.' : JSON.stringify(answer);
    const completion = {
      object: 'chat.completion',
      model: question.model,
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 900 + text.length, completion_tokens: content.length },
    };
    if (how !== 'slow') return send(response, 200, completion);
    const timer = setTimeout(() => send(response, 200, completion), slowMs);
    response.once('close', () => clearTimeout(timer));
  }

  const server = createServer((request, response) => {
    reply(request, response).catch(() => send(response, 400, refusal('it is no request')));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    key,
    behave(next) {
      how = next;
    },
    say: (text, answer) => void told.set(text, answer),
    asked: () => questions,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(message: string): object {
  return { error: { message, type: 'invalid_request_error' } };
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LONGEST) throw new Error('too long');
  }
  return text;
}
