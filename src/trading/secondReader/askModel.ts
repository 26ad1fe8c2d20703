import { z } from 'zod';
import { type Answer, answerJsonSchema, parseAnswer } from './answer.ts';
import { QUESTION } from './question.ts';

/** An OpenAI-compatible server: Ollama, llama.cpp, vLLM, LM Studio, or a hosted one. */
export type ModelServer = {
  /** Up to what `/chat/completions` follows: http://127.0.0.1:11434/v1 */
  url: string;
  model: string;
  /** null: it wants none. Never logged. */
  key: string | null;
};

/** Why there is no answer: nothing to be had from it, too late, the key refused, or not of the shape asked for. */
export type ModelFault = 'down' | 'slow' | 'wrong_key' | 'malformed';

export type Tokens = { in: number; out: number };
export type ModelReply =
  /** `tokens`: null where the server doesn't count them. */
  | { answer: Answer; tokens: Tokens | null }
  | { fault: ModelFault; message: string; tokens: Tokens | null };

export type Model = {
  /** Never rejects. Resolves within `deadlineMs`, whatever the server does, or once it is `stopping`. */
  ask(text: string, deadlineMs: number, stopping?: AbortSignal): Promise<ModelReply>;
};

/** The most it may say; an order with all its quotes is shorter. */
export const MOST_TOKENS = 1_200;
const LONGEST_REPLY = 64_000;
/** What may be left out or put otherwise for one server, each once. */
const MOST_TRIES = 4;

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .nullish()
    .catch(null),
});

/** How this server wants to be asked, as its refusals have taught. */
type Manner = { schema: boolean; most: 'max_tokens' | 'max_completion_tokens'; cool: boolean };

/**
 * Asks over plain `fetch`: one call of one shape needs no library. It follows no redirect, so the key
 * goes to the address it was given for and nowhere else.
 */
export function createModel(server: ModelServer): Model {
  const address = `${server.url.replace(/\/+$/u, '')}/chat/completions`;
  const manner: Manner = { schema: true, most: 'max_tokens', cool: true };

  const post = async (
    text: string,
    signal: AbortSignal,
  ): Promise<{ status: number; body: string }> => {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        'content-type': 'application/json',
        ...(server.key === null ? {} : { authorization: `Bearer ${server.key}` }),
      },
      body: JSON.stringify(requestOf(server.model, text, manner)),
    });
    return { status: response.status, body: await bodyOf(response) };
  };

  return {
    async ask(text, deadlineMs, stopping) {
      const late = AbortSignal.timeout(deadlineMs);
      const signal = stopping ? AbortSignal.any([late, stopping]) : late;
      try {
        for (let tries = 1; ; tries++) {
          const { status, body } = await post(text, signal);
          if (status === 200) return replyOf(body);
          if (status === 401 || status === 403)
            return fault('wrong_key', `it refuses the key (${status})`);
          const refused = status === 400 || status === 422 || status === 501;
          if (!refused || tries === MOST_TRIES || !learn(manner, body))
            return fault('down', `it answers with status ${status}`);
        }
      } catch (error) {
        if (late.aborted) return fault('slow', 'its answer was not there in time');
        return fault('down', `it can't be reached (${causeOf(error)})`);
      }
    },
  };
}

function requestOf(model: string, text: string, { schema, most, cool }: Manner): object {
  const format = schema
    ? {
        type: 'json_schema',
        json_schema: { name: 'order', strict: true, schema: answerJsonSchema },
      }
    : { type: 'json_object' };
  const system = schema
    ? QUESTION
    : `${QUESTION}\nThe JSON Schema of the object: ${JSON.stringify(answerJsonSchema)}`;
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: text },
    ],
    response_format: format,
    [most]: MOST_TOKENS,
    ...(cool ? { temperature: 0 } : {}),
    stream: false,
  };
}

/** Whether a refusal names something that can be asked otherwise; then it is, from now on. */
function learn(manner: Manner, refusal: string): boolean {
  if (manner.schema && /response_format|json_schema|schema/iu.test(refusal)) manner.schema = false;
  else if (manner.most === 'max_tokens' && /max_tokens/iu.test(refusal))
    manner.most = 'max_completion_tokens';
  else if (manner.cool && /temperature/iu.test(refusal)) manner.cool = false;
  else return false;
  return true;
}

function replyOf(body: string): ModelReply {
  const parsed = completion.safeParse(jsonOf(body));
  if (!parsed.success) return fault('malformed', 'its reply is no chat completion');
  const { choices, usage } = parsed.data;
  const tokens = usage ? { in: usage.prompt_tokens, out: usage.completion_tokens } : null;
  const answer = parseAnswer(choices[0]?.message.content ?? '');
  return answer === null
    ? { ...fault('malformed', 'its answer is not of the shape that was asked for'), tokens }
    : { answer, tokens };
}

function fault(kind: ModelFault, message: string) {
  return { fault: kind, message, tokens: null };
}

/** No more than an answer may have, however much is sent. */
async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_REPLY) throw new Error('its reply is too long');
  }
  return text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return error instanceof Error ? error.message : 'unknown error';
}
