/** Code by what it does: a text, or pieces of one class. */
export type Piece = string | { className: string; inside: Piece[] };

export interface Question {
  id: number;
  text: string;
  language: string;
}

/** `pieces` is null for a language that is not known, and for a text of too many. The first answer, 0, says "ready". */
export interface Answer {
  id: number;
  pieces: Piece[] | null;
}
