import {
  BanList,
  type Body,
  HistoryPage,
  type ListedSession,
  Member,
  MemberList,
  Room,
  RoomList,
  SessionList,
  UserList,
} from '@parley/protocol';
import { ParleyError } from '../errors.js';
import { http } from './http.js';
import type { Session } from './session.js';

type Listed<L extends readonly unknown[]> = L[number];
export type Person = Listed<ReturnType<typeof UserList.parse>['users']>;
export type RoomMember = Listed<ReturnType<typeof MemberList.parse>['members']>;
export type RoomBan = Listed<ReturnType<typeof BanList.parse>['bans']>;
interface Schema<T> {
  safeParse(data: unknown): { success: true; data: T } | { success: false };
}

/** Which page of a room's history. Of `before`, `after` and `around` one at most; `around` stands alone or with `userId`. */
export interface HistoryQuery {
  /** 1 to 100 messages; 50 unless told otherwise. */
  limit?: number;
  /** The newest below a seq: `page.before` gives the page before that page. */
  before?: number;
  /** The oldest above a seq: `page.after` gives the next page. */
  after?: number;
  /** That seq in the middle. */
  around?: number;
  /** From this time on. Alone it begins there and goes forward. Numbers are milliseconds. */
  since?: Date | number;
  /** Before this time. */
  until?: Date | number;
  /** What one person said. */
  userId?: string;
}

/** The server's REST routes as calls. Every failure is a ParleyError. */
export class Rest {
  constructor(private readonly session: Session) {}

  /** My rooms. */
  async rooms(): Promise<Room[]> {
    return (await this.call(RoomList, 'GET', '/api/rooms')).rooms;
  }

  /** Public rooms whose name or id contains the query. */
  async publicRooms(query = ''): Promise<Room[]> {
    return (await this.call(RoomList, 'GET', `/api/rooms${search({ scope: 'public', query })}`)).rooms;
  }

  createRoom(room: Body<'createRoom'>): Promise<Room> {
    return this.call(Room, 'POST', '/api/rooms', room);
  }

  /** People whose name contains the query. */
  async people(query: string): Promise<Person[]> {
    return (await this.call(UserList, 'GET', `/api/users${search({ query })}`)).users;
  }

  async members(roomId: string): Promise<RoomMember[]> {
    return (await this.call(MemberList, 'GET', `/api/rooms/${roomId}/members`)).members;
  }

  async invite(roomId: string, userId: string): Promise<void> {
    await this.send('POST', `/api/rooms/${roomId}/invite`, { userId });
  }

  async removeMember(roomId: string, userId: string): Promise<void> {
    await this.send('DELETE', `/api/rooms/${roomId}/members/${userId}`);
  }

  /** Changes a room's name, topic or slow mode; what is left out stays. */
  updateRoom(roomId: string, settings: Body<'updateRoom'>): Promise<Room> {
    return this.call(Room, 'PATCH', `/api/rooms/${roomId}`, settings);
  }

  /** Gives a room to one of its members. */
  transferRoom(roomId: string, userId: string): Promise<Member> {
    return this.call(Member, 'POST', `/api/rooms/${roomId}/owner`, { userId });
  }

  setRole(roomId: string, userId: string, role: Body<'setRole'>['role']): Promise<Member> {
    return this.call(Member, 'POST', `/api/rooms/${roomId}/members/${userId}/role`, { role });
  }

  /** Lets somebody read and not write for so many ms. */
  muteMember(roomId: string, userId: string, forMs: number): Promise<Member> {
    return this.call(Member, 'POST', `/api/rooms/${roomId}/members/${userId}/mute`, { forMs });
  }

  async unmuteMember(roomId: string, userId: string): Promise<void> {
    await this.send('DELETE', `/api/rooms/${roomId}/members/${userId}/mute`);
  }

  /** Who is banned from a room, for those who lead it. */
  async bans(roomId: string): Promise<RoomBan[]> {
    return (await this.call(BanList, 'GET', `/api/rooms/${roomId}/bans`)).bans;
  }

  /** Takes somebody out of a room and keeps them out; for good without `forMs`. */
  banMember(roomId: string, ban: Body<'ban'>): Promise<Member> {
    return this.call(Member, 'POST', `/api/rooms/${roomId}/bans`, ban);
  }

  async unbanMember(roomId: string, userId: string): Promise<void> {
    await this.send('DELETE', `/api/rooms/${roomId}/bans/${userId}`);
  }

  /** A page of messages, ascending by seq; the newest unless told otherwise. */
  history(roomId: string, query: HistoryQuery = {}): Promise<HistoryPage> {
    return this.call(HistoryPage, 'GET', `/api/chat/${roomId}/history${search(inWords(query))}`);
  }

  /** Where I am signed in, this session first. */
  async sessions(): Promise<ListedSession[]> {
    return (await this.call(SessionList, 'GET', '/api/sessions')).sessions;
  }

  /** Signs me out there. */
  async endSession(id: string): Promise<void> {
    await this.send('DELETE', `/api/sessions/${id}`);
  }

  /** Signs me out everywhere but here. */
  async endOtherSessions(): Promise<void> {
    await this.send('DELETE', '/api/sessions');
  }

  /** Signs me out everywhere but here, too. */
  async changePassword(oldPassword: string, newPassword: string): Promise<void> {
    await this.send('POST', '/api/me/password', { oldPassword, newPassword });
  }

  private async call<T>(
    schema: Schema<T>,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
  ): Promise<T> {
    const read = schema.safeParse(await this.send(method, path, body));
    if (read.success) return read.data;
    throw new ParleyError('malformed', `The answer of ${path} is not of the documented shape.`, false);
  }

  private async send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    const attempt = (token: string) =>
      http({ method, url: `${this.session.instances.current}${path}`, token, body });
    const token = await this.session.accessToken();
    try {
      return await attempt(token);
    } catch (error) {
      const { code } = ParleyError.from(error);
      if (code === 'session_ended') this.session.end(code);
      if (code !== 'bad_token' && code !== 'token_expired') throw error;
      await this.session.renew(token);
      return attempt(await this.session.accessToken());
    }
  }
}

function inWords({ since, until, ...query }: HistoryQuery): Record<string, string | number | undefined> {
  return {
    ...query,
    since: since === undefined ? since : Number(since),
    until: until === undefined ? until : Number(until),
  };
}

function search(query: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
