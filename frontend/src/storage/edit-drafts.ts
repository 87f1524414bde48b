import { Drafts } from './drafts.js';

/** A message of mine, and what its text is to become. */
export interface EditDraft {
  seq: number;
  text: string;
}

/** The message that the user began to change, one a room. */
export class EditDrafts {
  private readonly drafts: Drafts;

  constructor(personId: string, storage?: ConstructorParameters<typeof Drafts>[1]) {
    this.drafts = new Drafts(personId, storage, 'edit-drafts');
  }

  of(roomId: string): EditDraft | null {
    const [, seq, text] = /^(\d+)\n([\s\S]*)$/.exec(this.drafts.of(roomId)) ?? [];
    return seq === undefined || text === undefined ? null : { seq: Number(seq), text };
  }

  keep(roomId: string, { seq, text }: EditDraft): void {
    this.drafts.keep(roomId, `${seq}\n${text}`);
  }

  /** Only if it is of that message: another may have been begun meanwhile. */
  forget(roomId: string, seq: number): void {
    if (this.of(roomId)?.seq === seq) this.drafts.keep(roomId, '');
  }
}
