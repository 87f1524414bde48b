import { FILES_WORDS } from './features/composer/refusal.js';
import { toast } from './ui/toast/toasts.js';

/** Left to itself, a browser opens what is dropped in place of the page. Texts are dropped into fields, files nowhere yet. */
export function keepDropsOut(): void {
  window.addEventListener('dragover', (event) => {
    if (event.defaultPrevented || isForField(event)) return;
    event.preventDefault();
    // A drop of files is let come, so that it can be answered.
    if (event.dataTransfer && !hasFiles(event.dataTransfer)) event.dataTransfer.dropEffect = 'none';
  });
  window.addEventListener('drop', (event) => {
    if (event.defaultPrevented || isForField(event)) return;
    event.preventDefault();
    if (hasFiles(event.dataTransfer)) toast({ text: FILES_WORDS });
  });
  window.addEventListener('paste', ({ clipboardData, defaultPrevented }) => {
    if (!defaultPrevented && hasFiles(clipboardData) && clipboardData?.getData('text/plain') === '')
      toast({ text: FILES_WORDS });
  });
}

function isForField({ target, dataTransfer }: DragEvent): boolean {
  const isField = target instanceof Element && target.closest('input, textarea') !== null;
  return isField && !hasFiles(dataTransfer);
}

function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}
