/** Where a session is used from: told again to its person alone, and forgotten when it ends. */
export interface ClientInfo {
  address: string | null;
  /** In a few words, such as `Firefox on Linux`. */
  device: string | null;
}

export const UNKNOWN_CLIENT: ClientInfo = { address: null, device: null };
