import type { Decision } from '@parley/protocol';
import { refuse } from './refusal.js';

/** Goes on where the policy allows the operation, else refuses as it says. */
export function authorize(decision: Decision): void {
  if (!decision.allowed) refuse(decision.code, decision.message, decision.retryAfterMs);
}
