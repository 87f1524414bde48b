/** The configuration cannot be used. The message names every fault, one a line, and is meant for the operator. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(
      faults.length === 1
        ? `The configuration is wrong: ${faults[0]}.`
        : `The configuration is wrong in ${faults.length} places:\n${faults.map((fault) => `  ${fault}.`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}
