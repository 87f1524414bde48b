import { type Connection, ParleyError } from '@parley/client';
import type { CommandName, Input, Output } from '@parley/protocol';
import { now } from '../clock.js';
import type { Attempt } from '../record/history.js';
import type { Recorder } from '../record/recorder.js';

/** Writes down each attempt of a client to store a message, and what came of it. The client notices nothing. */
export function recordAttempts(connection: Connection, userId: string, recorder: Recorder): void {
  const request = connection.request.bind(connection);
  connection.request = <N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const { state } = connection;
    const instance = state.state === 'online' ? state.server.instance : '';
    const askedAt = now();
    const answer = request(name, input);
    if (name === 'send_message' && instance !== '') {
      const { roomId, message: text, clientId = '' } = input as Input<'send_message'>;
      const note = (outcome: Attempt['outcome']) =>
        recorder.attempt({ userId, roomId, clientId, text, instance, askedAt, outcome });
      (answer as Promise<Output<'send_message'>>).then(
        ({ seq, id, dup = false }) => note({ is: 'stored', seq, id, dup }),
        (error: unknown) => note(failed(ParleyError.from(error))),
      );
    }
    return answer;
  };
}

export function failed({ code, outcome, retry }: ParleyError): Attempt['outcome'] {
  return outcome === 'refused' ? { is: 'refused', code, final: !retry } : { is: 'unknown', code };
}
