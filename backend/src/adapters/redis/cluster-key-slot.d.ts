/** It brings no types of its own. */
declare module 'cluster-key-slot' {
  /** The slot of a key or channel: of what is in its braces, where it has some. */
  export default function slotOf(key: string): number;
}
