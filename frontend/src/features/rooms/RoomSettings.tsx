import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useAction } from '../../lib/requests/use-action.js';
import { isolate } from '../../lib/text/isolate.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { Field } from '../../ui/form/Field.js';
import { Form } from '../../ui/form/Form.js';
import { Select } from '../../ui/form/Select.js';
import { Problem } from '../../ui/Problem.js';
import { Bans } from './Bans.js';

/** Seconds between two messages of one person. */
const SLOW = [
  [0, 'Off'],
  [5, '5 seconds'],
  [15, '15 seconds'],
  [60, '1 minute'],
  [300, '5 minutes'],
  [3_600, '1 hour'],
] as const;

interface RoomSettingsProps {
  client: ParleyClient;
  room: Room;
  onClose(): void;
}

/** What the room is called and how it is led, for those who lead it. */
export default function RoomSettings({ client, room, onClose }: RoomSettingsProps) {
  const { slowSeconds = 0 } = room;
  const known = SLOW.some(([seconds]) => seconds === slowSeconds);
  const save = useAction(async (form: FormData) => {
    await client.rest.updateRoom(room.id, {
      name: String(form.get('name')),
      topic: String(form.get('topic')),
      slowSeconds: Number(form.get('slow')),
      showJoinLeave: form.get('joinLeave') !== null,
    });
    onClose();
  });
  return (
    <Dialog title={`${isolate(room.name)}: settings`} onClose={onClose}>
      <Form onSubmit={(form) => void save.run(form)}>
        <Field label="Name" name="name" defaultValue={room.name} maxLength={64} autoComplete="off" required />
        <Field
          label="Topic"
          name="topic"
          defaultValue={room.topic}
          maxLength={250}
          autoComplete="off"
          placeholder="What it is about"
        />
        <Select
          label="Slow mode"
          name="slow"
          defaultValue={slowSeconds}
          hint="How long members wait between two messages. Moderators need not."
        >
          {SLOW.map(([seconds, words]) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
          {!known && <option value={slowSeconds}>{slowSeconds} seconds</option>}
        </Select>
        <label className="check">
          <input type="checkbox" name="joinLeave" defaultChecked={room.showJoinLeave === true} />
          <span>
            Show who comes and goes{' '}
            <small className="quiet">
              For a game night or a support room. Else nobody is told who looks in.
            </small>
          </span>
        </label>
        <Problem text={save.problem} />
        <button type="submit" className="primary" disabled={save.busy}>
          Save
        </button>
      </Form>
      <Bans client={client} roomId={room.id} />
    </Dialog>
  );
}
