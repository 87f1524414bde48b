/** One system: a database and a secret. Its instances share a Redis, and no other system's instance may. */
export interface Deployment {
  id: string;
  secretFingerprint: string;
}
