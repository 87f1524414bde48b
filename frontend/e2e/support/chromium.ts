import { findProgram } from './find-program.js';

/** `CHROMIUM_PATH`, or the machine's own Chromium, best without a window. Undefined: Playwright uses the one it installed, or says how to. */
export function chromiumPath(): string | undefined {
  return (
    process.env.CHROMIUM_PATH ??
    findProgram('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome')
  );
}
