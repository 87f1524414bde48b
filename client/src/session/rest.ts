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

interface PageEnd {
  hasMore: boolean;
  /** For the next page, where there is more. */
  cursor?: string | undefined;
}

/** A part of a list. */
export interface Page<T> extends PageEnd {
  items: T[];
}

/** Which part: behind the page that had this cursor, and how many rows. */
export interface Part {
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** The server's REST routes as calls. Every failure is a ParleyError. */
export class Rest {
  constructor(private readonly session: Session) {}

  /** All my rooms. */
  rooms(): Promise<Room[]> {
    return all(async (part) => {
      const { rooms: items, ...end } = await this.call(RoomList, 'GET', `/api/rooms${search(asked(part))}`);
      return { items, ...end };
    });
  }

  /** Public rooms whose name or id contains the query, the best first: one page of them. */
  async publicRooms(query = ''): Promise<Room[]> {
    return (await this.findRooms(query)).items;
  }

  /** The same, with what leads to the next page. */
  async findRooms(query: string, part: Part = {}): Promise<Page<Room>> {
    const path = `/api/rooms${search({ scope: 'public', query, ...asked(part) })}`;
    const { rooms: items, ...end } = await this.call(RoomList, 'GET', path);
    return { items, ...end };
  }

  createRoom(room: Body<'createRoom'>): Promise<Room> {
    return this.call(Room, 'POST', '/api/rooms', room);
  }

  /** People whose name contains the query, the best first: one page of them. */
  async people(query: string): Promise<Person[]> {
    return (await this.findPeople(query)).items;
  }

  /** The same, with what leads to the next page. */
  async findPeople(query: string, part: Part = {}): Promise<Page<Person>> {
    const path = `/api/users${search({ query, ...asked(part) })}`;
    const { users: items, ...end } = await this.call(UserList, 'GET', path);
    return { items, ...end };
  }

  /** All members of a room. */
  members(roomId: string): Promise<RoomMember[]> {
    return all(async (part) => {
      const { members: items, ...end } = await this.memberList(roomId, part);
      return { items, ...end };
    });
  }

  /** A page of them, those whose name contains `query` if it is given; and how many the room has. */
  memberList(
    roomId: string,
    part: Part & { query?: string } = {},
  ): Promise<{ members: RoomMember[]; total: number } & PageEnd> {
    const path = `/api/rooms/${roomId}/members${search({ query: part.query, ...asked(part) })}`;
    return this.call(MemberList, 'GET', path);
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

  /** Lets a member read and not write for so many ms. */
  muteMember(roomId: string, userId: string, forMs: number): Promise<Member> {
    return this.call(Member, 'POST', `/api/rooms/${roomId}/members/${userId}/mute`, { forMs });
  }

  async unmuteMember(roomId: string, userId: string): Promise<void> {
    await this.send('DELETE', `/api/rooms/${roomId}/members/${userId}/mute`);
  }

  /** Who is banned from a room, for those who lead it. */
  bans(roomId: string): Promise<RoomBan[]> {
    return all(async (part) => {
      const path = `/api/rooms/${roomId}/bans${search(asked(part))}`;
      const { bans: items, ...end } = await this.call(BanList, 'GET', path);
      return { items, ...end };
    });
  }

  /** Takes a user out of a room and keeps them out; for good without `forMs`. */
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
      http({ method, url: `${this.session.endpoints.current}${path}`, token, body });
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

const asked = ({ cursor, limit }: Part) => ({ cursor, limit });

/** A list to its end, page by page. */
async function all<T>(page: (part: Part) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const part = await page({ cursor });
    items.push(...part.items);
    if (!part.hasMore) return items;
    cursor = part.cursor;
  }
}
