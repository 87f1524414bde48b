import { preferences } from './preferences.js';

/** Applies the chosen theme to the page; the system's, where none was chosen. */
export function applyTheme(): void {
  const apply = () => {
    const { theme } = preferences.state;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply();
  preferences.subscribe(apply);
}
