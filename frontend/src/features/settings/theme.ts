import { preferences } from './preferences.js';

/** The page wears the chosen theme; the system's, where none was chosen. */
export function wearTheme(): void {
  const wear = () => {
    const { theme } = preferences.state;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  wear();
  preferences.subscribe(wear);
}
