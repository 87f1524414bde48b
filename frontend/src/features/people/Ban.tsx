import type { ParleyClient } from '@parley/client';
import { LIMITS, type Room } from '@parley/protocol';
import { useAction } from '../../lib/requests/use-action.js';
import { isolate } from '../../lib/text/isolate.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { Field } from '../../ui/form/Field.js';
import { Form } from '../../ui/form/Form.js';
import { Select } from '../../ui/form/Select.js';
import { Problem } from '../../ui/Problem.js';
import { toast } from '../../ui/toast/toasts.js';
import type { ListedMember } from './split-by-presence.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const LENGTHS = [
  { name: '1 hour', forMs: HOUR_MS },
  { name: '1 day', forMs: DAY_MS },
  { name: '1 week', forMs: 7 * DAY_MS },
  { name: '30 days', forMs: 30 * DAY_MS },
] as const;

interface BanProps {
  client: ParleyClient;
  room: Room;
  member: ListedMember;
  onClose(): void;
}

/** Asks for how long and why, before a person is kept out of the room. */
export default function Ban({ client: { rest }, room, member, onClose }: BanProps) {
  const name = isolate(member.username);
  const ban = useAction(async (form: FormData) => {
    const length = LENGTHS.find(({ forMs }) => forMs === Number(form.get('for')));
    const reason = String(form.get('reason')).trim();
    await rest.banMember(room.id, {
      userId: member.userId,
      ...(length && { forMs: length.forMs }),
      ...(reason !== '' && { reason }),
    });
    toast({ text: `${name} is banned${length ? ` for ${length.name}` : ''}.` });
    onClose();
  });
  return (
    <Dialog
      title={`Ban ${name}?`}
      about={`They neither read nor write here until the ban ends, or is lifted in the room’s settings. What ${name} wrote stays.`}
      onClose={onClose}
    >
      <Form onSubmit={(form) => void ban.run(form)}>
        <Select label="For how long" name="for" defaultValue="">
          {LENGTHS.map(({ name: words, forMs }) => (
            <option key={forMs} value={forMs}>
              {words}
            </option>
          ))}
          <option value="">For good</option>
        </Select>
        <Field
          label="Reason"
          name="reason"
          maxLength={LIMITS.reasonLength}
          autoComplete="off"
          placeholder="Optional"
          hint="Only those who lead the room read it."
        />
        <Problem text={ban.problem} />
        <div className="choices">
          <button type="button" className="secondary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="danger" disabled={ban.busy}>
            Ban
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
