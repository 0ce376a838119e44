import type { EventName, Received } from '#contracts/catalogue.js';
import { EventPattern } from '@nestjs/microservices';
import type { Decide } from './input.js';

/** What a method under `@Reaction(name)` looks like. `any`: the states and contexts differ by service. */
type ReactionMethod<N extends EventName> = (
  event: Received<N>,
) => Decide<any, any> | null | Promise<Decide<any, any> | null>;

/**
 * Marks a controller method as the service's reaction to an event:
 * `@Reaction('RequestTriaged') assign(event: Received<'RequestTriaged'>) { return decideWith(event) }`.
 * It returns the decide, or null to skip the event. One reaction per event and service.
 */
export function Reaction<N extends EventName>(name: N) {
  return <M extends ReactionMethod<N>>(
    target: object,
    property: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    (EventPattern(name) as unknown as MethodDecorator)(
      target,
      property,
      descriptor as TypedPropertyDescriptor<unknown>,
    );
  };
}
