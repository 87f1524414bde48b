/** Where the messages stand. */
export const TABLE = 'usual_way_messages';
