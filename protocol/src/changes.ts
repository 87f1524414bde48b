import * as z from 'zod/mini';
import { RoomId, Seq } from './ids.js';
import { Member, Message, Reaction, RoomSettings } from './shapes.js';

/**
 * What an event of a change does to a page of its room's history: its row becomes the page's newest message, takes the
 * place of one, stands beside one (an annex), or has no place there. An annex prints no message again, is no news to those
 * who do not look at the room, and goes with its message when that is deleted.
 */
export type PageEffect = 'append' | 'replace' | 'annex' | 'none';

/**
 * Every kind of change a room can have: the state that it leaves behind, what of the room that is the state of, and the
 * events that tell it. The order is that in which a catch-up tells them: departures first, because a removed user may see
 * nothing that came later; of messages those that were edited before those that are new; annexes behind their messages.
 *
 * Everything that handles changes is typed by this table, and does not compile until it handles each kind.
 */
export const changeKinds = {
  member: { row: Member, key: (row: Member) => row.userId, events: { member_updated: 'none' } },
  room: { row: RoomSettings, key: () => '', events: { room_updated: 'none' } },
  message: {
    row: Message,
    key: (row: Message) => String(row.seq),
    events: { message_updated: 'replace', message: 'append' },
  },
  reaction: {
    row: Reaction,
    key: (row: Reaction) => `${row.seq}/${row.emoji}`,
    events: { reaction_updated: 'annex' },
    isGone: (row: Reaction) => row.count === 0,
    place: (row: Reaction) => row.firstRev,
  },
} as const satisfies Record<string, ChangeKindSpec>;

type ChangeKindSpec = PlainKindSpec | AnnexKindSpec;

interface KindSpec {
  /** The state after the change. It always has `roomId` and `rev`. */
  row: z.ZodMiniType<{ roomId: string; rev: number }>;
  /** Rows with the same key are states of the same thing: the highest rev is the newest. Unique within a room and a kind. */
  key(row: never): string;
}

interface PlainKindSpec extends KindSpec {
  events: Record<string, Exclude<PageEffect, 'annex'>>;
}

/** Rows of annexes have the `seq` of their message. */
interface AnnexKindSpec extends KindSpec {
  row: z.ZodMiniType<{ roomId: string; rev: number; seq: number }>;
  events: Record<string, 'annex'>;
  /** Whether nothing is left of it to show. */
  isGone(row: never): boolean;
  /** The order among those of one message. */
  place(row: never): number;
}

type Kinds = typeof changeKinds;
export type ChangeKind = keyof Kinds;
export type ChangeRow<K extends ChangeKind> = z.infer<Kinds[K]['row']>;
/** Kinds whose rows stand beside messages. */
export type AnnexKind = { [K in ChangeKind]: Kinds[K] extends { isGone: unknown } ? K : never }[ChangeKind];
export type Change = { [K in ChangeKind]: { kind: K; row: ChangeRow<K> } }[ChangeKind];

type EventsOf<K extends ChangeKind> = { [P in K]: keyof Kinds[P]['events'] & string }[K];
export type ChangeEventName = EventsOf<ChangeKind>;
export type KindOfEvent<E extends ChangeEventName> = {
  [K in ChangeKind]: E extends EventsOf<K> ? K : never;
}[ChangeKind];

const specs = Object.entries(changeKinds) as [ChangeKind, ChangeKindSpec][];

const eventSpecs = new Map(
  specs.flatMap(([kind, { events }]) =>
    Object.entries(events).map(([event, effect], at) => [event, { kind, effect, at }] as const),
  ),
);

/** Null for an event that is no change of a room, and for one that this version does not know. */
export function changeKindOf<E extends string>(
  event: E,
): (E extends ChangeEventName ? KindOfEvent<E> : ChangeKind) | null;
export function changeKindOf(event: string): ChangeKind | null {
  return eventSpecs.get(event)?.kind ?? null;
}

export function isChangeEvent(event: string): event is ChangeEventName {
  return eventSpecs.has(event);
}

export function pageEffectOf(event: ChangeEventName): PageEffect {
  return eventSpecs.get(event)?.effect ?? 'none';
}

export function changeKey<K extends ChangeKind>(kind: K, row: ChangeRow<K>): string {
  // The table pairs each kind with its row; the compiler loses the pairing at the look-up.
  const { key } = changeKinds[kind] as { key(row: ChangeRow<K>): string };
  return key(row);
}

/** A change whose row stands beside a message. */
export type Annex = Extract<Change, { kind: AnnexKind }>;

export function isAnnex(change: AnyChange): change is Annex {
  return isKnownChange(change) && 'isGone' in changeKinds[change.kind];
}

export const annexKinds: readonly AnnexKind[] = specs.flatMap(([kind, spec]) =>
  'isGone' in spec ? [kind as AnnexKind] : [],
);

/** Whether an annex has nothing left to show: a page has it no more. */
export function isGone({ kind, row }: Annex): boolean {
  return annexSpecOf(kind).isGone(row);
}

/** The order among the annexes of one message. */
export function placeOf({ kind, row }: Annex): number {
  return annexSpecOf(kind).place(row);
}

/** The table pairs each kind with its row; the compiler loses the pairing at the look-up. */
function annexSpecOf(kind: AnnexKind): {
  isGone(row: Annex['row']): boolean;
  place(row: Annex['row']): number;
} {
  return changeKinds[kind] as ReturnType<typeof annexSpecOf>;
}

/** The events of changes in the order in which a catch-up tells them. */
export const changeEventNames = [...eventSpecs.keys()] as ChangeEventName[];

/** The arguments of these events: the row alone. */
export const changeEvents = Object.fromEntries(
  specs.flatMap(([, { row, events }]) => Object.keys(events).map((event) => [event, z.tuple([row])])),
) as unknown as { [E in ChangeEventName]: z.ZodMiniTuple<[Kinds[KindOfEvent<E>]['row']], null> };

const KnownChange = z.discriminatedUnion(
  'kind',
  specs.map(([kind, { row }]) => z.object({ kind: z.literal(kind), row })) as unknown as [
    ChangeSchemas[ChangeKind],
  ],
);
type ChangeSchemas = {
  [K in ChangeKind]: z.ZodMiniObject<{ kind: z.ZodMiniLiteral<K>; row: Kinds[K]['row'] }>;
};

/** What every row has: which change of which room it is. */
export const UnknownChangeRow = z.looseObject({ roomId: RoomId, rev: Seq });
export type UnknownChangeRow = z.infer<typeof UnknownChangeRow>;

/** A change of a kind that a newer server knows and this version does not. It counts, and is otherwise ignored. */
const UnknownChange = z.object({
  kind: z
    .string()
    .check(z.refine((kind) => !Object.hasOwn(changeKinds, kind), 'a row that does not fit its kind')),
  row: UnknownChangeRow,
});

export const AnyChange = z.union([KnownChange, UnknownChange]);
export type AnyChange = z.infer<typeof AnyChange>;

export function isKnownChange(change: AnyChange): change is Change {
  return Object.hasOwn(changeKinds, change.kind);
}
