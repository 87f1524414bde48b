import type { ParleyClient } from '@parley/client';
import { Hash, Lock } from 'lucide-react';
import { useAction } from '../../lib/requests/use-action.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { Field } from '../../ui/form/Field.js';
import { Form } from '../../ui/form/Form.js';
import { Problem } from '../../ui/Problem.js';

interface NewRoomProps {
  client: ParleyClient;
  onClose(): void;
  onMade(roomId: string): void;
}

export default function NewRoom({ client, onClose, onMade }: NewRoomProps) {
  const make = useAction(async (form: FormData) => {
    const kind = form.get('kind') === 'private' ? 'private' : 'public';
    const room = await client.createRoom({ kind, name: String(form.get('name')) });
    onMade(room.id);
  });
  return (
    <Dialog title="New room" about="A place for a team, a plan or a pastime." onClose={onClose}>
      <Form onSubmit={(form) => void make.run(form)}>
        <Field
          label="Name"
          name="name"
          placeholder="Garden party"
          maxLength={64}
          autoComplete="off"
          required
        />
        <fieldset className="cards">
          <legend>Who may come in</legend>
          <label>
            <input type="radio" name="kind" value="public" defaultChecked />
            <Hash />
            <strong>Public</strong>
            <small className="quiet">Everybody here finds it and may join</small>
          </label>
          <label>
            <input type="radio" name="kind" value="private" />
            <Lock />
            <strong>Private</strong>
            <small className="quiet">Only people who are invited see it</small>
          </label>
        </fieldset>
        <Problem text={make.problem} />
        <button type="submit" className="primary" disabled={make.busy}>
          Create room
        </button>
      </Form>
    </Dialog>
  );
}
