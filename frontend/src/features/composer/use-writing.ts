import type { ParleyClient, Room } from '@parley/client';
import { isVisible, withoutControls } from '@parley/protocol';
import { useState } from 'react';
import { explain } from '../../lib/requests/explain.js';
import { Drafts } from '../../storage/drafts.js';
import { type EditDraft, EditDrafts } from '../../storage/edit-drafts.js';
import { lengthOf } from './length.js';
import type { Editing } from './use-editing.js';

interface Writing {
  text: string;
  write(next: string): void;
  /** Sends it, or saves it. */
  submit(): void;
  /** Leaves the message as it was. */
  cancel(): void;
  isReady: boolean;
  isSaving: boolean;
  /** Why a change was not saved. */
  problem: string | null;
}

/** What stands in the field: something new, or the text of a message that is being changed. Each keeps its own draft. */
export function useWriting(
  client: ParleyClient,
  room: Room,
  editing: Editing,
  onEmptied: (seq: number) => void,
): Writing {
  const [drafts] = useState(() => ({ of: new Drafts(client.me.id), edits: new EditDrafts(client.me.id) }));
  const [draft, setDraft] = useState(() => drafts.of.of(room.id));
  const [edit, setEdit] = useState<EditDraft | null>(() => drafts.edits.of(room.id));
  const [saving, setSaving] = useState<{ seq: number; problem: string | null } | null>(null);
  const { seq, original } = editing;
  if (seq !== (edit?.seq ?? null)) {
    setEdit(seq === null ? null : { seq, text: original?.message ?? '' });
    setSaving(null);
  }
  const text = edit?.text ?? draft;
  const isSaving = saving !== null && saving.problem === null;

  const write = (next: string) => {
    if (edit) {
      if (saving) setSaving(null);
      setEdit({ ...edit, text: next });
      return drafts.edits.keep(room.id, { ...edit, text: next });
    }
    setDraft(next);
    drafts.of.keep(room.id, next);
    room.typing(isVisible(next));
  };

  const save = async (change: EditDraft) => {
    if (!isVisible(change.text)) return onEmptied(change.seq);
    if (change.text === original?.message) return editing.end(change.seq);
    setSaving({ seq: change.seq, problem: null });
    try {
      await room.edit(change.seq, withoutControls(change.text));
      editing.end(change.seq);
    } catch (error) {
      const problem = explain(error);
      // Meanwhile another one may have been begun.
      setSaving((now) => (now?.seq === change.seq ? { ...now, problem } : now));
    }
  };

  const send = () => {
    const message = withoutControls(draft);
    if (!isVisible(message)) return;
    room.send(message);
    setDraft('');
    drafts.of.keep(room.id, '');
  };

  const { isTooLong } = lengthOf(text);
  const submit = () => {
    if (isTooLong || isSaving) return;
    if (edit) void save(edit);
    else send();
  };
  return {
    text,
    write,
    submit,
    cancel: () => edit && editing.end(edit.seq),
    isReady: !isTooLong && !isSaving && (edit !== null || isVisible(text)),
    isSaving,
    problem: saving?.problem ?? null,
  };
}
