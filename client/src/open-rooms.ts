import type { KeptRooms } from './keep/kept-rooms.js';
import type { Resume } from './resume.js';
import { restore } from './room/kept.js';
import { OpenRoom } from './room/open-room.js';
import type { RoomHost } from './room/room-host.js';
import { isMine } from './room/room-snapshot.js';

/** The rooms that are open, each once: they begin with what was kept of them, and leave it as they close. */
export class OpenRooms {
  private readonly rooms = new Map<string, OpenRoom>();
  private readonly host: RoomHost;

  constructor(
    client: Omit<RoomHost, 'holeIn' | 'learned' | 'forget' | 'closed'>,
    private readonly kept: KeptRooms,
    private readonly resume: Resume,
  ) {
    this.host = {
      ...client,
      holeIn: (roomId) => {
        const room = this.rooms.get(roomId);
        if (room) resume.holeIn(room);
      },
      learned: (history) => kept.learned(history),
      forget: (roomId) => kept.forget(roomId),
      closed: ({ id, state: { access, history } }) => {
        this.rooms.delete(id);
        if (isMine(access)) kept.closed(history);
      },
    };
  }

  has(roomId: string): boolean {
    return this.rooms.has(roomId);
  }

  get(roomId: string): OpenRoom | undefined {
    return this.rooms.get(roomId);
  }

  all(): OpenRoom[] {
    return [...this.rooms.values()];
  }

  open(roomId: string, how: 'join_room' | 'watch_room'): OpenRoom {
    const known = this.rooms.get(roomId);
    if (known) return known;
    const room = new OpenRoom(roomId, how, this.host, this.kept.recall(roomId));
    this.rooms.set(roomId, room);
    if (!room.state.history.head) void this.recall(room).catch(this.host.onFault);
    void this.resume.enter(room);
    return room;
  }

  private async recall(room: OpenRoom): Promise<void> {
    const kept = await this.kept.load(room.id);
    if (kept && this.rooms.get(room.id) === room) room.think((history) => restore(history, kept));
  }
}
