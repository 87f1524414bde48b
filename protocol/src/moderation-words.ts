// What the documents say of moderating alike, as commands and over REST.

export const MODERATING = ['not_found', 'banned', 'forbidden', 'overloaded'] as const;

export const LED_BY =
  'Moderators may to members, the owner and an administrator who can see the room to moderators too. To the owner none may.';
