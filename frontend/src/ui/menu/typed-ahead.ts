/** What was typed into a window before it was there. */
interface TypedAhead {
  text: string;
  /** Enter was pressed behind it. */
  isSubmitted: boolean;
}

let waiting: TypedAhead | null = null;

/** Keeps what was typed into the frame of a window for the window itself, which is drawn in the same turn. */
export function leaveTypedAhead(typed: TypedAhead): void {
  waiting = typed;
  // Whatever opens later is another window.
  queueMicrotask(() => {
    waiting = null;
  });
}

/** The window is there: what was typed is typed into its first field, and the form is sent if it was. */
export function takeTypedAhead(dialog: HTMLElement, field: HTMLElement | null): void {
  if (!waiting) return;
  const { text, isSubmitted } = waiting;
  waiting = null;
  // It was on the page already: it does not come in once more.
  dialog.dataset.stays = '';
  if (!(field instanceof HTMLInputElement) || text === '') return;
  document.execCommand('insertText', false, text);
  if (isSubmitted) setTimeout(() => field.form?.requestSubmit());
}
