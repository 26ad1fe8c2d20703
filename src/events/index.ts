import type { GatewayEvent } from './gatewayEvent.ts';
import { guildAvailable, guildCreate } from './guildCreate.ts';
import { interactionCreate } from './interactionCreate.ts';
import { messageCreate } from './messageCreate.ts';
import { messageDelete, messageDeleteBulk } from './messageDelete.ts';
import { messageUpdate } from './messageUpdate.ts';
import { permissionChanges } from './permissions.ts';
import {
  clientError,
  shardDisconnect,
  shardError,
  shardReady,
  shardReconnecting,
  shardResume,
} from './shards.ts';
import { threadCreate } from './threadCreate.ts';
import { unknownChannel } from './unknownChannel.ts';

export const events: readonly GatewayEvent[] = [
  clientError,
  guildAvailable,
  guildCreate,
  interactionCreate,
  messageCreate,
  messageDelete,
  messageDeleteBulk,
  messageUpdate,
  ...permissionChanges,
  shardDisconnect,
  shardError,
  shardReady,
  shardReconnecting,
  shardResume,
  threadCreate,
  unknownChannel,
];
