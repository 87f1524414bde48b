/** The program cannot start, for a reason its operator can mend. The message is one sentence and says what to do. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}
