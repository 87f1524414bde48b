import { PostgresAccountStore } from '../adapters/postgres/account-store.js';
import { StartError } from '../adapters/start-error.js';
import { nameKey } from '../chat/accounts/names.js';
import type { AccountStore } from '../chat/stores/account-store.js';
import type { Errand } from './errand.js';

/** Running instances see it within seconds. */
export const accountErrands: Readonly<Record<string, Errand>> = {
  grant: errand((accounts, key) => accounts.setRole(key, 'admin'), 'is an administrator now.'),
  revoke: errand((accounts, key) => accounts.setRole(key, 'member'), 'is no administrator any more.'),
  disable: errand((accounts, key) => accounts.setDisabled(key, true), 'is disabled and signed out.'),
  enable: errand((accounts, key) => accounts.setDisabled(key, false), 'may sign in again.'),
};

/** @param change false without such an account */
function errand(change: (accounts: AccountStore, nameKey: string) => Promise<boolean>, done: string): Errand {
  return {
    takes: 'NAME',
    prepare([name = '']) {
      if (name === '') return null;
      return async (source) => {
        const found = await change(new PostgresAccountStore(source), nameKey(name));
        if (!found) throw new StartError(`There is no account ${name}.`);
        return `${name} ${done}`;
      };
    },
  };
}
