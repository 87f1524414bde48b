/** Without accents and capitals: "Zoë" is found by "zoe". */
export function foldDiacritics(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
