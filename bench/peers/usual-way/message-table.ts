import type { Message } from '@parley/protocol';
import { EntitySchema } from 'typeorm';
import { TABLE } from './table.js';

/** A row. `seq` counts all messages, of whatever room: the usual way has no numbers without holes. */
export type MessageRow = Pick<Message, 'id' | 'roomId' | 'clientId' | 'userId' | 'username' | 'message'> & {
  /** int8 arrives as a string. */
  seq: string;
  createdAt: Date;
};

export const messageTable = new EntitySchema<MessageRow>({
  name: 'Message',
  tableName: TABLE,
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    seq: { type: 'int8', generated: 'increment' },
    roomId: { type: 'text' },
    clientId: { type: 'uuid' },
    userId: { type: 'uuid' },
    username: { type: 'text' },
    message: { type: 'text' },
    createdAt: { type: 'timestamptz', createDate: true },
  },
  indices: [{ name: 'usual_way_history', columns: ['roomId', 'createdAt'] }],
});
