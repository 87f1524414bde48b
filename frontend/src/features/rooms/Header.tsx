import type { ParleyClient, Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { Icon } from '../../ui/Icon.js';
import { useAction } from '../../use-action.js';

interface HeaderProps {
  client: ParleyClient;
  room: Room;
  /** Null until the server told it. */
  shape: RoomShape | null;
  here: number;
  withPeople: boolean;
  onPeople(): void;
  goTo(roomId: null): void;
}

export function Header({ room, shape, here, withPeople, onPeople, goTo }: HeaderProps) {
  const leave = useAction(async () => {
    await room.leave();
    goTo(null);
  });
  return (
    <header className="room-header">
      <button
        type="button"
        className="icon-button back"
        aria-label="Back to rooms"
        onClick={() => goTo(null)}
      >
        <Icon name="back" />
      </button>
      <div className="title">
        <h1>{shape?.name ?? room.id}</h1>
        {shape?.topic && <p className="quiet">{shape.topic}</p>}
        {leave.problem && (
          <p className="problem" role="alert">
            {leave.problem}
          </p>
        )}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-pressed={withPeople}
        aria-label={`People, ${here} here`}
        onClick={onPeople}
      >
        <Icon name="people" /> <span className="numeral">{here}</span>
      </button>
      {shape && shape.kind !== 'direct' && shape.role !== null && (
        <button
          type="button"
          className="icon-button"
          aria-label="Leave room"
          title="Leave room"
          disabled={leave.busy}
          onClick={() => void leave.run()}
        >
          <Icon name="leave" />
        </button>
      )}
    </header>
  );
}
