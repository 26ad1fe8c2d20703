import type { EventStream } from './control/events.ts';
import type { Faults } from './control/faults.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Interactions } from './interactions/interactions.ts';
import type { Violations } from './wire/validate.ts';
import type { UserTokens } from './world/userTokens.ts';
import type { World } from './world/world.ts';

/** A file somebody uploaded. */
export interface StoredFile {
  id: string;
  filename: string;
  contentType: string;
  bytes: Buffer;
}

/** The running parts that the routes, the gateway and the control interface share. */
export interface Discord {
  readonly world: World;
  /** What the bot must log in with. */
  token: string;
  /** What everybody else logs in with. */
  readonly userTokens: UserTokens;
  /** Where this server answers, as "http://127.0.0.1:port". */
  readonly url: string;
  readonly events: EventStream;
  readonly gateway: Gateway;
  readonly interactions: Interactions;
  readonly faults: Faults;
  readonly violations: Violations;
  readonly files: Map<string, StoredFile>;
  /** UTC milliseconds. */
  now(): number;
  nextId(): string;
  /** Says that the world changed, so that it is written to the data folder. */
  changed(): void;
}
