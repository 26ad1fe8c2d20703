/** Discord's tree of form errors: keys are field names and list indexes, leaves carry `_errors`. */
export type FormErrors = {
  [field: string]: FormErrors | { code: string; message: string }[];
};

/** An answer of the REST API that is not a success, thrown by whoever finds it out. */
export class DiscordApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: FormErrors | undefined;

  constructor(status: number, code: number, message: string, errors?: FormErrors) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** Codes and texts from Discord's list of JSON error codes. */
export const apiErrors = {
  unauthorized: () => new DiscordApiError(401, 0, '401: Unauthorized'),
  notFound: () => new DiscordApiError(404, 0, '404: Not Found'),
  methodNotAllowed: () => new DiscordApiError(405, 0, '405: Method Not Allowed'),
  unknownChannel: () => new DiscordApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new DiscordApiError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new DiscordApiError(404, 10007, 'Unknown Member'),
  unknownMessage: () => new DiscordApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new DiscordApiError(404, 10013, 'Unknown User'),
  unknownWebhook: () => new DiscordApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new DiscordApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new DiscordApiError(404, 10063, 'Unknown application command'),
  requestTooLarge: () => new DiscordApiError(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: () =>
    new DiscordApiError(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new DiscordApiError(403, 50001, 'Missing Access'),
  notAuthor: () =>
    new DiscordApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new DiscordApiError(400, 50006, 'Cannot send an empty message'),
  cannotMessageUser: () => new DiscordApiError(403, 50007, 'Cannot send messages to this user'),
  wrongChannelType: () =>
    new DiscordApiError(400, 50024, 'Cannot execute action on this channel type'),
  missingPermissions: () => new DiscordApiError(403, 50013, 'Missing Permissions'),
  invalidWebhookToken: () => new DiscordApiError(401, 50027, 'Invalid Webhook Token'),
  invalidForm: (errors: FormErrors) => new DiscordApiError(400, 50035, 'Invalid Form Body', errors),
  invalidJson: () => new DiscordApiError(400, 50109, 'The request body contains invalid JSON.'),
} as const;

/** The form error of one field, by its path. */
export function fieldError(path: (string | number)[], code: string, message: string): FormErrors {
  let errors: FormErrors = { _errors: [{ code, message }] };
  for (const key of [...path].reverse()) errors = { [String(key)]: errors };
  return errors;
}

/** Joins form errors of several fields into one tree. */
export function mergeFormErrors(into: FormErrors, from: FormErrors): FormErrors {
  for (const [key, value] of Object.entries(from)) {
    const present = into[key];
    if (present === undefined) into[key] = value;
    else if (Array.isArray(present) && Array.isArray(value)) present.push(...value);
    else if (!Array.isArray(present) && !Array.isArray(value)) mergeFormErrors(present, value);
  }
  return into;
}
