import type { Input } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { React } from '../../chat/reactions/react.js';
import type { ReadReactions } from '../../chat/reactions/read-reactions.js';
import { On } from './on.js';

/** Commands about reactions. */
export class ReactionCommands {
  constructor(
    private readonly reacting: React,
    private readonly readReactions: ReadReactions,
  ) {}

  @On('react')
  react(input: Input<'react'>, me: Caller) {
    return this.reacting.run(me, input);
  }

  @On('read_reactions')
  read(input: Input<'read_reactions'>, me: Caller) {
    return this.readReactions.run(me, input);
  }
}
