import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { isolate } from '../../isolate.js';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { Problem } from '../../ui/Problem.js';
import { Select } from '../../ui/Select.js';
import { useAction } from '../../use-action.js';
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
    });
    onClose();
  });
  return (
    <Dialog title={`${isolate(room.name)}: settings`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save.run(new FormData(event.currentTarget));
        }}
      >
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
        <Problem text={save.problem} />
        <button type="submit" className="primary" disabled={save.busy}>
          Save
        </button>
      </form>
      <Bans client={client} roomId={room.id} />
    </Dialog>
  );
}
