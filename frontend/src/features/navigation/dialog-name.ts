/** The dialogs over the page, by what they are for. */
export type DialogName =
  | 'switcher'
  | 'new room'
  | 'find room'
  | 'find person'
  | 'notices'
  | 'account'
  | 'log'
  | 'keys';
