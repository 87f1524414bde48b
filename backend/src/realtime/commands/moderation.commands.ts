import type { Input } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { ModerateMember } from '../../chat/rooms/moderate-member.js';
import type { UpdateRoom } from '../../chat/rooms/update-room.js';
import { On } from './on.js';

/** Commands about how a room is led. */
export class ModerationCommands {
  constructor(
    private readonly moderate: ModerateMember,
    private readonly updateRoom: UpdateRoom,
  ) {}

  @On('update_room')
  update({ roomId, ...settings }: Input<'update_room'>, me: Caller) {
    return this.updateRoom.run(me, roomId, settings);
  }

  @On('transfer_room')
  transfer({ roomId, userId }: Input<'transfer_room'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'transfer' });
  }

  @On('set_role')
  setRole({ roomId, userId, role }: Input<'set_role'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'role', role });
  }

  @On('remove_member')
  remove({ roomId, userId }: Input<'remove_member'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'remove' });
  }

  @On('ban_member')
  ban({ roomId, userId, forMs, reason = '' }: Input<'ban_member'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'ban', forMs: forMs ?? null, reason });
  }

  @On('unban_member')
  unban({ roomId, userId }: Input<'unban_member'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'unban' });
  }

  @On('mute_member')
  mute({ roomId, userId, forMs }: Input<'mute_member'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'mute', forMs });
  }

  @On('unmute_member')
  unmute({ roomId, userId }: Input<'unmute_member'>, me: Caller) {
    return this.moderate.run(me, roomId, userId, { act: 'unmute' });
  }
}
