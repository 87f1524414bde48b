/** The run could not begin. Its message is for the person who started it. */
export class SetUpError extends Error {}
