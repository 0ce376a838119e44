import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { readInstant } from '#contracts/read-instant.js';

const instantOf = (value: unknown): string | null => (typeof value === 'string' ? readInstant(value) : null);

/** RFC 3339 with an offset, and a day that exists. The field then holds it as events and states do, in UTC. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => instantOf(value) ?? value),
    ValidateBy({
      name: 'isRfc3339',
      validator: {
        validate: (value: unknown) => instantOf(value) !== null,
        defaultMessage: () => 'must be RFC 3339 with an offset',
      },
    }),
  );
