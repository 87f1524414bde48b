const ON_APPLE: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };

const isApple = (): boolean => /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** A key as it is printed on this machine's keyboard. `Mod` is Command or Control. */
export function keyName(key: string, apple = isApple()): string {
  if (apple) return ON_APPLE[key] ?? key;
  return key === 'Mod' ? 'Ctrl' : key;
}
