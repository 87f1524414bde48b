import { type CommandName, commands, type Input, type Output } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { Connection } from '../connection/connection.js';

/** `authenticate` is the one command of connections without an identity; it has a road of its own (authenticator.ts). */
export type Handled = Exclude<CommandName, 'authenticate'>;

type Handler<N extends Handled> = (input: Input<N>, me: Caller, connection: Connection) => Promise<Output<N>>;
type AnyHandler = (input: unknown, me: Caller, connection: Connection) => Promise<unknown>;

const methods = new WeakMap<object, Map<Handled, string>>();

/** Makes a method the handler of a command. A wrong name, input or result does not compile. */
export function On<N extends Handled>(name: N) {
  return <H extends Handler<N>>(
    target: object,
    method: string,
    _descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const named = methods.get(target) ?? new Map<Handled, string>();
    named.set(name, method);
    methods.set(target, named);
  };
}

/** Collects the handlers of all groups of commands. Every command has exactly one, or the program does not start. */
export function handlersOf(groups: readonly object[]): Map<string, AnyHandler> {
  const handlers = new Map<string, AnyHandler>();
  for (const group of groups) {
    for (const [name, method] of methods.get(Object.getPrototypeOf(group)) ?? []) {
      if (handlers.has(name)) throw new Error(`Two methods handle ${name}.`);
      const handler: AnyHandler = Reflect.get(group, method);
      handlers.set(name, handler.bind(group));
    }
  }
  for (const name of Object.keys(commands)) {
    if (name !== 'authenticate' && !handlers.has(name)) throw new Error(`No method handles ${name}.`);
  }
  return handlers;
}
