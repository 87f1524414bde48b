type Waits = 'nothing' | 'rooms' | 'direct';

const BUBBLE =
  '<rect width="32" height="32" rx="9" fill="#3157d6"/><path d="M8 11a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-6l-5 4v-4.2A3 3 0 0 1 8 17z" fill="#fff"/>';
/** A dot tells of rooms; a full coral one with a rim of a person who waits for me. */
const MARKS: Record<Waits, string> = {
  nothing: '',
  rooms: '<circle cx="26" cy="6" r="6" fill="#fff"/><circle cx="26" cy="6" r="4.5" fill="#3157d6"/>',
  direct: '<circle cx="24" cy="8" r="8" fill="#fff"/><circle cx="24" cy="8" r="6.5" fill="#e2543b"/>',
};

export function showFavicon(waits: Waits): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!icon) return;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${BUBBLE}${MARKS[waits]}</svg>`;
  icon.href = waits === 'nothing' ? '/icon.svg' : `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
