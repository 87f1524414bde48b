import type { Room } from '@parley/client';
import type { Message } from '@parley/protocol';
import { createContext, useContext } from 'react';
import type { MessageRights } from '../../../rights/message-rights.js';

/** What one can do with a message, for the rows of the list. */
export interface MessageActions {
  room: Room;
  retry(clientId: string): void;
  discard(clientId: string): void;
  linkTo(seq: number): string;
  /** Takes the message into the composer. */
  edit(seq: number): void;
  /** Asks, and then deletes it for all. */
  remove(seq: number): void;
  /** I may react here. */
  mayReact: boolean;
  /** Makes a reaction mine, or takes that back. */
  react(seq: number, emoji: string, on: boolean): void;
  /** Shows all emoji beside what asks for them. */
  pickReaction(seq: number, beside: Element): void;
  /** Shows what a finger can do with it. */
  openSheet(message: Message): void;
  /** What I may do with that message. */
  rightsOver(message: Message): MessageRights;
}

const Actions = createContext<MessageActions | null>(null);
export const MessageActionsProvider = Actions.Provider;

export function useMessageActions(): MessageActions {
  const actions = useContext(Actions);
  if (!actions) throw new Error('a row stands in a message list');
  return actions;
}
