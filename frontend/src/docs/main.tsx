import { createRoot } from 'react-dom/client';
import { keepPreferences } from '../features/settings/preferences.js';
import { applyTheme } from '../features/settings/theme.js';
import { resumeBrowserSession } from '../storage/browser-session.js';
import { Boundary } from '../ui/Boundary.js';
import { Broken } from '../ui/Fault.js';
import { DocsSignIn } from './DocsSignIn.js';
import '@fontsource-variable/inter/wght.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/fields.css';
import '../styles/floating.css';
import './styles/docs.css';
import './styles/contents.css';
import './styles/reference.css';
import './styles/console.css';
import './styles/log.css';
import './styles/narrow.css';

const root = document.getElementById('root');
if (!root) throw new Error('docs.html has no #root');
keepPreferences();
applyTheme();
createRoot(root).render(
  <Boundary fallback={() => <Broken text="Something on this page broke." />}>
    <DocsSignIn session={resumeBrowserSession()} />
  </Boundary>,
);
