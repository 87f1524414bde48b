/** Beside the name of a user without an account: any guest may take that name. */
export function GuestMark() {
  return <span className="chip guest">Guest</span>;
}
