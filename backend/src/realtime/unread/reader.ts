/** The one who reads at the other end of a line, as the accounts of what is unread see them. */
export interface Reader {
  /** How many bytes wait for it in this process. */
  readonly unread: number;
  /** How many bytes it has taken so far, or that and a constant. */
  readonly taken: number;
  /** Whose it is; null while no user is signed in on it. */
  readonly person: string | null;
  readonly address: string;
  /** Ends it at once, and lets go of what waits. Says why in the log. */
  cutOff(why: string): void;
}
