import type { ParleyClient, Person } from '@parley/client';
import type { Room } from '@parley/protocol';
import { Command } from 'cmdk';
import { useEffect, useRef, useState } from 'react';
import { explain } from '../../../explain.js';
import { Problem } from '../../../ui/Problem.js';
import { useModal } from '../../../ui/use-modal.js';
import { useStore } from '../../../use-store.js';
import { latestVisits } from '../visits.js';
import type { WindowName } from '../windows.js';
import { TargetRow } from './TargetRow.js';
import { type Target, targetsFor } from './targets.js';

interface SwitcherProps {
  client: ParleyClient;
  onClose(): void;
  onChosen(roomId: string): void;
  onOpen(name: WindowName): void;
}

/** One field that leads to every room and every person. */
export default function Switcher({ client, onClose, onChosen, onOpen }: SwitcherProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { rooms, online } = useStore(client);
  const { publicRooms, people } = useEverything(client, typed);
  const mine = rooms ?? [];
  const found = targetsFor(typed, { mine, publicRooms, people, visits: latestVisits(), me: client.me.id });
  useModal(dialog);

  const choose = async (target: Target) => {
    if (target.kind !== 'person') return onChosen(target.id);
    try {
      onChosen((await client.createRoom({ kind: 'direct', userIds: [target.id] })).id);
    } catch (error) {
      setProblem(explain(error));
    }
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape
    <dialog
      ref={dialog}
      className="dialog switcher"
      aria-label="Go to"
      onClose={onClose}
      onClick={({ target }) => {
        if (target === dialog.current) dialog.current.close();
      }}
    >
      <Command className="inside" shouldFilter={false} label="Go to" loop>
        <Command.Input value={typed} onValueChange={setTyped} placeholder="A room or a person" />
        <Problem text={problem} />
        <Command.List label="Places">
          {found.map((target) => (
            <Command.Item
              key={`${target.kind} ${target.id}`}
              value={`${target.kind} ${target.id}`}
              className="row"
              onSelect={() => void choose(target)}
            >
              <TargetRow target={target} online={online} />
            </Command.Item>
          ))}
          {found.length === 0 && (
            <Command.Item value="new room" className="row" onSelect={() => onOpen('new room')}>
              <span className="name">Nothing has that name. Make a new room …</span>
            </Command.Item>
          )}
        </Command.List>
      </Command>
    </dialog>
  );
}

const PAUSE_MS = 120;

/** What the server knows beside my own rooms. It searches by parts of words; slips are found among what it gave before. */
function useEverything(client: ParleyClient, typed: string) {
  const [all, setAll] = useState<{ publicRooms: readonly Room[]; people: readonly Person[] }>({
    publicRooms: [],
    people: [],
  });
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const query = typed.trim().slice(0, 64);
      const [publicRooms, people] = await Promise.all([
        client.rest.publicRooms(query).catch(() => []),
        client.rest.people(query).catch(() => []),
      ]);
      if (current)
        setAll((before) => ({
          publicRooms: merge(before.publicRooms, publicRooms),
          people: merge(before.people, people),
        }));
    };
    const timer = setTimeout(() => void ask(), typed === '' ? 0 : PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, typed]);
  return all;
}

function merge<T extends { id: string }>(before: readonly T[], now: readonly T[]): T[] {
  return [...new Map([...before, ...now].map((one) => [one.id, one])).values()];
}
