import { Hash, Lock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Avatar } from '../../../ui/person/Avatar.js';
import { GuestMark } from '../../../ui/person/GuestMark.js';
import type { Completion } from './completion.js';
import type { Suggestion } from './suggestion.js';

const NAMES = { emoji: 'Emoji', person: 'People', room: 'Rooms' };

interface SuggestionsProps {
  id: string;
  completion: Completion;
  onChoose(suggestion: Suggestion): void;
}

/** What may be meant, above the field. The focus stays in the field: its arrows move, Tab or Enter takes. */
export function Suggestions({ id, completion, onChoose }: SuggestionsProps) {
  const { trigger, suggestions, active } = completion;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} className="suggestions" role="listbox" aria-label={NAMES[trigger.kind]}>
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          // Before the field loses the focus to it.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(suggestion);
          }}
        >
          <Picture picture={suggestion.picture} label={suggestion.label} />
          <span className="name">{suggestion.label}</span>
          {suggestion.picture.kind === 'person' && suggestion.picture.guest && <GuestMark />}
        </div>
      ))}
    </div>
  );
}

function Picture({ picture, label }: Pick<Suggestion, 'picture' | 'label'>) {
  if (picture.kind === 'person') return <Avatar id={picture.id} name={label} small />;
  if (picture.kind === 'room') return picture.room === 'private' ? <Lock /> : <Hash />;
  return (
    <span className="emoji" aria-hidden="true">
      {picture.emoji}
    </span>
  );
}
