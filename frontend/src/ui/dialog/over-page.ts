/** A window or a menu lies over the page: Escape is its own. */
export function isSomethingOver(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}
