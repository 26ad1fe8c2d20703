import type { ZodMiniType } from 'zod/mini';
import type { $ZodIssue } from 'zod/v4/core';
import {
  apiErrors,
  DiscordApiError,
  type FormErrors,
  fieldError,
  mergeFormErrors,
} from './errors.ts';

/** A schema of Discord's own OpenAPI document. */
export type Schema = ZodMiniType;

/** Something that went over the wire and that Discord's published schema doesn't allow. */
export interface Violation {
  /** Who sent it: the client, or this server (then the fault is here). */
  side: 'client' | 'server';
  method: string;
  path: string;
  /** Each wrong field: "embeds.0.title: Must be 256 or fewer in length." */
  problems: string[];
}

export interface Violations {
  all(): Violation[];
  clear(): void;
  record(violation: Violation): void;
}

export function createViolations(tell: (violation: Violation) => void): Violations {
  let recorded: Violation[] = [];
  return {
    all: () => [...recorded],
    clear: () => {
      recorded = [];
    },
    record: (violation) => {
      recorded.push(violation);
      tell(violation);
    },
  };
}

/** Throws Discord's form error when a request's body isn't as the schema says. */
export function checkRequest(schema: Schema, body: unknown): void {
  const result = schema.safeParse(comparable(body, 'client'));
  if (!result.success) throw apiErrors.invalidForm(formErrors(result.error.issues));
}

/** What is wrong with an answer of this server; nothing when all is well. */
export function answerProblems(schema: Schema, body: unknown): string[] {
  const result = schema.safeParse(comparable(body, 'server'));
  return result.success ? [] : problemsOf(formErrors(result.error.issues));
}

/** The lines of a form error: one for each wrong field. */
export function problemsOf(errors: FormErrors, path = ''): string[] {
  return Object.entries(errors).flatMap(([key, value]) =>
    Array.isArray(value)
      ? value.map(({ message }) => `${path || 'body'}: ${message}`)
      : problemsOf(value, path === '' ? key : `${path}.${key}`),
  );
}

/** Whether an error says that the request itself was malformed. */
export function isFormError(error: unknown): error is DiscordApiError {
  return error instanceof DiscordApiError && [50006, 50035, 50109].includes(error.code);
}

const bitFields = new Set(['default_member_permissions', 'allow', 'deny']);

/**
 * A JSON value as the schemas can judge it. They are narrower than the API in three places: a
 * reference may be a forward (type 1), and in requests permission bits are documented and sent as
 * strings, and a date may carry any offset.
 */
function comparable(value: unknown, side: Violation['side'], key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => comparable(one, side));
  if (typeof value === 'string' && side === 'client') {
    if (bitFields.has(key) && /^[0-9]{1,20}$/.test(value)) return Number(value);
    if (key === 'timestamp' && !Number.isNaN(Date.parse(value))) {
      return new Date(value).toISOString();
    }
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, comparable(one, side, name)]),
  );
  if (key === 'message_reference' && copy.type === 1) copy.type = 0;
  return copy;
}

function formErrors(issues: readonly $ZodIssue[], path: PropertyKey[] = []): FormErrors {
  const errors: FormErrors = {};
  for (const issue of issues) {
    const at = [...path, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      mergeFormErrors(errors, formErrors(likeliest(issue.errors), at));
    } else {
      const { code, message } = described(issue);
      mergeFormErrors(errors, fieldError(at.map(String), code, message));
    }
  }
  return errors;
}

/** Of a union's failures that of the member meant: its `type` fits and it got furthest. */
function likeliest(branches: readonly (readonly $ZodIssue[])[]): readonly $ZodIssue[] {
  const score = (issues: readonly $ZodIssue[]) =>
    issues.some((issue) => issue.path.length === 1 && issue.path[0] === 'type')
      ? -1
      : Math.max(...issues.map((issue) => issue.path.length)) / issues.length;
  return branches.reduce((best, one) => (score(one) > score(best) ? one : best));
}

function described(issue: $ZodIssue): { code: string; message: string } {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
        : issue.origin === 'array'
          ? {
              code: 'BASE_TYPE_BAD_LENGTH',
              message: `Must be ${issue.maximum} or fewer in length.`,
            }
          : {
              code: 'NUMBER_TYPE_MAX',
              message: `Value should be less than or equal to ${issue.maximum}.`,
            };
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` }
        : {
            code: 'NUMBER_TYPE_MIN',
            message: `Value should be greater than or equal to ${issue.minimum}.`,
          };
    case 'invalid_value':
      return {
        code: 'BASE_TYPE_CHOICES',
        message: `Value must be one of {${issue.values.map(String).join(', ')}}.`,
      };
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : { code: 'BASE_TYPE_INVALID', message: `Must be of type ${issue.expected}.` };
    case 'invalid_format':
      return issue.format === 'url'
        ? { code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }
        : { code: 'BASE_TYPE_INVALID', message: `Not a well formed ${issue.format}.` };
    default:
      return { code: 'BASE_TYPE_INVALID', message: issue.message };
  }
}
