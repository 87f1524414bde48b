import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { keepPreferences } from './features/settings/preferences.js';
import { applyTheme } from './features/settings/theme.js';
import { keepDropsOut } from './keep-drops-out.js';
import { PageNotes } from './PageNotes.js';
import { Boundary } from './ui/Boundary.js';
import { Broken } from './ui/Fault.js';
import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/fields.css';
import './styles/floating.css';
import './styles/switcher.css';
import './styles/message-sheet.css';
import './styles/parts.css';
import './styles/layout.css';
// Of parts that are loaded later, too: a style sheet that cannot be had would leave them naked.
import './styles/sign-in.css';
import './styles/rich-text.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
keepPreferences();
applyTheme();
keepDropsOut();
createRoot(root).render(
  <Boundary
    fallback={() => <Broken text="Something on this page broke. What you had begun to write is kept." />}
  >
    <PageNotes />
    <App />
  </Boundary>,
);
