/** Something one may mean. `insert` replaces what was begun; a space follows it. */
export interface Suggestion {
  key: string;
  insert: string;
  label: string;
  picture:
    | { kind: 'emoji'; emoji: string }
    | { kind: 'person'; id: string; guest: boolean }
    | { kind: 'room'; room: 'public' | 'private' };
}
