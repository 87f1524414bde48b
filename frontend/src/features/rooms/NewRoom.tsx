import type { ParleyClient } from '@parley/client';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { Problem } from '../../ui/Problem.js';
import { useAction } from '../../use-action.js';

interface NewRoomProps {
  client: ParleyClient;
  onClose(): void;
  onMade(roomId: string): void;
}

export function NewRoom({ client, onClose, onMade }: NewRoomProps) {
  const make = useAction(async (form: FormData) => {
    const kind = form.get('private') === 'on' ? 'private' : 'public';
    const room = await client.createRoom({ kind, name: String(form.get('name')) });
    onMade(room.id);
  });
  return (
    <Dialog title="New room" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make.run(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name" name="name" maxLength={64} autoComplete="off" required autoFocus />
        <label className="check">
          <input type="checkbox" name="private" />
          <span>
            Private <small className="quiet">Only people who are invited see it</small>
          </span>
        </label>
        <Problem text={make.problem} />
        <button type="submit" className="primary" disabled={make.busy}>
          Create room
        </button>
      </form>
    </Dialog>
  );
}
