import { MessageSquare, Monitor, Moon, Sun } from 'lucide-react';
import { prefer, preferences, type Theme } from '../features/settings/preferences.js';
import { useStore } from '../lib/store/use-store.js';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGNS = { system: Monitor, light: Sun, dark: Moon } as const;
const WORDS: Readonly<Record<Theme, string>> = { system: 'like the system', light: 'light', dark: 'dark' };

export function TopBar({ version }: { version: string }) {
  const { theme } = useStore(preferences);
  const Sign = SIGNS[theme];
  return (
    <header className="top-bar">
      <a className="brand" href="#/">
        <img src="/icon.svg" alt="" width="26" height="26" />
        <h1>Parley for programs</h1>
        <span className="chip numeral">{version}</span>
      </a>
      <button
        type="button"
        className="icon-button"
        aria-label={`Theme: ${WORDS[theme]}`}
        title={`Theme: ${WORDS[theme]}`}
        onClick={() => prefer({ theme: NEXT[theme] })}
      >
        <Sign aria-hidden="true" />
      </button>
      <a className="icon-button" href="/">
        <MessageSquare aria-hidden="true" /> <span className="wide-only">Open the chat</span>
        <span className="narrow-only unseen">Open the chat</span>
      </a>
    </header>
  );
}
