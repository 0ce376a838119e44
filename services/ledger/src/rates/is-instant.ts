import { ValidateBy } from 'class-validator';
import { readInstant } from '#contracts/read-instant.js';

/** RFC 3339 with offset, and a day that exists. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRfc3339',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && readInstant(value) !== null,
      defaultMessage: () => 'must be RFC 3339 with an offset',
    },
  });
