type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Puts another method in the place of one of the product's, private ones too. Throws when there is none. */
export function replace(
  of: { prototype: object; name: string },
  method: string,
  by: (original: Method) => Method,
): void {
  const original: unknown = Reflect.get(of.prototype, method);
  if (typeof original !== 'function') {
    throw new Error(`${of.name} has no method ${method}: a mutant of it must follow the product.`);
  }
  Reflect.set(of.prototype, method, by(original as Method));
}
