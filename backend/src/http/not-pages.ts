/** Paths that belong to programs. A page asked for there is a mistake and must not look like one. */
export const NOT_PAGES = /^\/(?:api|health|socket\.io|ws)(?:[/?]|$)/;
