import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { keepPreferences } from './features/settings/preferences.js';
import { wearTheme } from './features/settings/theme.js';
import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/fields.css';
import './styles/floating.css';
import './styles/parts.css';
import './styles/layout.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
keepPreferences();
wearTheme();
createRoot(root).render(<App />);
