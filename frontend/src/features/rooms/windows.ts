/** The windows over the page, by what they are for. */
export type WindowName =
  | 'switcher'
  | 'new room'
  | 'find room'
  | 'find person'
  | 'notices'
  | 'account'
  | 'log'
  | 'keys';
