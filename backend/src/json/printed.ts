/**
 * JSON that is printed already, by the database or for an earlier reader. It becomes a part of a larger text as it is: it is never
 * parsed to be printed again.
 */
export class Printed {
  constructor(readonly text: string) {}
}

/** An array of elements that are printed. */
export function printedArray(texts: readonly string[]): Printed {
  return new Printed(`[${texts.join(',')}]`);
}

/** An object as JSON.stringify prints it, but that a field which is Printed stands in it as it is. */
export function printObject(fields: object): string {
  return `{${printFields(fields)}}`;
}

/** An object that is printed, with more fields behind its own. */
export function extendObject(object: string, fields: object): string {
  return `{${[object.slice(1, -1), printFields(fields)].filter((part) => part !== '').join(',')}}`;
}

function printFields(fields: object): string {
  const texts: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const text = value instanceof Printed ? value.text : JSON.stringify(value);
    if (text !== undefined) texts.push(`${JSON.stringify(name)}:${text}`);
  }
  return texts.join(',');
}
