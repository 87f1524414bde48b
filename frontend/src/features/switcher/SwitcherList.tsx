import type { ParleyClient } from '@parley/client';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { explain } from '../../lib/requests/explain.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { Problem } from '../../ui/Problem.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { latestVisits } from '../navigation/visits.js';
import { TargetRow } from './TargetRow.js';
import { isCertain, type Target, targetsFor } from './targets.js';
import { useSelection } from './use-selection.js';
import { useServerSearch } from './use-server-search.js';
import type { ListKey, WaitingKeys } from './waiting-keys.js';

interface SwitcherListProps {
  id: string;
  client: ParleyClient;
  typed: string;
  keys: WaitingKeys;
  /** The row that is selected, for those who listen. */
  onActive(id: string | undefined): void;
  onChosen(roomId: string): void;
  onOpen(name: DialogName): void;
}

/** Where what was typed may lead, the best first. */
export function SwitcherList({ id, client, typed, keys, onActive, onChosen, onOpen }: SwitcherListProps) {
  /** The text behind which Enter was pressed before it was certain what it means, and how often. */
  const [entered, setEntered] = useState({ text: '', times: 0 });
  const [problem, setProblem] = useState<string | null>(null);
  const { rooms, online } = useStorePerFrame(client);
  const query = typed.trim().slice(0, 64);
  const retries = entered.text === typed ? entered.times : 0;
  const { answered, problem: silence, ...results } = useServerSearch(client, query, retries);
  const isWaiting = retries > 0 && silence === null;
  const sources = { ...results, visits: latestVisits(), me: client.me.id };
  const found = rooms ? targetsFor(typed, { mine: rooms, ...sources }) : [];
  const isSettled = rooms !== null && answered === query;
  const selection = useSelection(found.map(keyOf), typed);
  const selected = found[selection.index];

  const choose = async (target: Target) => {
    setEntered({ text: '', times: 0 });
    if (target.kind !== 'person') return onChosen(target.id);
    try {
      onChosen((await client.createRoom({ kind: 'direct', userIds: [target.id] })).id);
    } catch (error) {
      setProblem(explain(error));
    }
  };
  const enter = () => {
    const target = found[selection.now()];
    // A second Enter means what is to be seen.
    const isMeant = isSettled || retries > 0 || selection.isChosen();
    if (target && (isMeant || isCertain(typed, target))) return void choose(target);
    if (!target && isSettled) return onOpen('new room');
    if (!isWaiting) setEntered({ text: typed, times: retries + 1 });
  };
  const press = (key: ListKey) => {
    if (key === 'Enter') enter();
    else selection.move(key === 'ArrowDown' ? 1 : -1);
  };

  const latest = useRef({ press, enter });
  latest.current = { press, enter };
  useLayoutEffect(() => keys.takeBy((key) => latest.current.press(key)), [keys]);
  // Where the server does not answer, what is to be seen is all there is: it is gone to, as far as there is any.
  const isOver = isSettled || (silence !== null && selected !== undefined);
  useEffect(() => {
    if (retries > 0 && isOver) latest.current.enter();
  }, [retries, isOver]);

  const active = found.length > 0 || isSettled ? `${id}-${selection.index}` : undefined;
  useLayoutEffect(() => onActive(active), [active, onActive]);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is selected
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, typed]);

  return (
    <>
      <Problem text={problem ?? silence} />
      {isWaiting && !isSettled && (
        <p className="looking quiet" role="status">
          Looking …
        </p>
      )}
      <div
        ref={list}
        id={id}
        className="switcher-list"
        role="listbox"
        aria-label="Places"
        aria-busy={isWaiting}
      >
        {found.map((target, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
          <div
            key={keyOf(target)}
            id={`${id}-${index}`}
            role="option"
            className="row"
            tabIndex={-1}
            aria-selected={target === selected}
            onClick={() => void choose(target)}
          >
            <TargetRow target={target} online={online} />
          </div>
        ))}
        {found.length === 0 && isSettled && (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
          <div
            id={`${id}-0`}
            role="option"
            className="row"
            tabIndex={-1}
            aria-selected={true}
            onClick={() => onOpen('new room')}
          >
            <span className="name">Nothing has that name. Make a new room …</span>
          </div>
        )}
      </div>
    </>
  );
}

function keyOf({ kind, id }: Target): string {
  return `${kind} ${id}`;
}
