/** The run could not begin. Its message is for whoever started it. */
export class SetUpError extends Error {}
