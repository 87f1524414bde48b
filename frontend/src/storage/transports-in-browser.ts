import type { TransportStorage } from '@parley/client';
import { localTexts } from './local-texts.js';

const KEY = 'parley.transports';

/** Which transports get through from here: of the browser, not of a person. Without storage it is found out again. */
export const transportsInBrowser: TransportStorage = {
  load() {
    try {
      return localTexts.getItem(KEY);
    } catch {
      return null;
    }
  },
  save(text) {
    try {
      localTexts.setItem(KEY, text);
    } catch {
      // Full or refused.
    }
  },
};
