import { Body, Param, type PipeTransform, Query, StandardSchemaValidationPipe } from '@nestjs/common';
import { rest } from '@parley/protocol';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { Refusal } from '../chat/refusal.js';

// zod/mini brings no words of its own, to be small in browsers.
z.config(en());

/** No body is an empty one: then the message names the field that is missing. */
const orEmpty: PipeTransform = { transform: (value: unknown) => value ?? {} };

/** Nest's own would silently take fields named `__proto__` and `constructor` away: here they are fields too many. */
class StrictPipe extends StandardSchemaValidationPipe {
  protected override stripProtoKeys(): void {}
}

const validate = new StrictPipe({ exceptionFactory: toRefusal });

type Shape = keyof typeof rest;

/** The body, as `rest` of the protocol has it. Refuses with `bad_request`. */
export function ValidBody(shape: Shape): ParameterDecorator {
  return Body({ schema: rest[shape], pipes: [orEmpty, validate] });
}

/** The query, as `rest` of the protocol has it. Refuses with `bad_request`. */
export function ValidQuery(shape: Shape): ParameterDecorator {
  return Query({ schema: rest[shape], pipes: [validate] });
}

/** A part of the path. Refuses with `bad_request`. */
export function ValidParam(name: string, schema: z.ZodMiniType): ParameterDecorator {
  return Param(name, { schema, pipes: [validate] });
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Names fields and rules and never a value, which may be a password. */
function toRefusal(issues: readonly Issue[]): Refusal {
  const sentences = issues.slice(0, 5).map(({ path = [], message }) => {
    const field = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
    return field ? `${field}: ${message}` : message;
  });
  return new Refusal('bad_request', sentences.join('; ').slice(0, 500));
}
