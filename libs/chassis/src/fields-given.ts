const said = new Map<string, object>();

const say =
  (keywords: object): ClassDecorator =>
  (target) => {
    said.set(target.name, keywords);
  };

const given = (fields: readonly string[]) => fields.map((field) => ({ required: [field] }));

// What class-validator checks field by field, or the route itself, is told to the OpenAPI document here.
/** Exactly one of these fields of the DTO is given. */
export const ExactlyOneOf = (...fields: string[]): ClassDecorator => say({ oneOf: given(fields) });

/** One of these fields of the DTO is given at least. */
export const AtLeastOneOf = (...fields: string[]): ClassDecorator => say({ anyOf: given(fields) });

/** `field` may be left out only where `other` is one of these values. */
export const NeededUnless = (field: string, other: string, values: readonly string[]): ClassDecorator =>
  say({ anyOf: [...given([field]), { properties: { [other]: { enum: values } } }] });

/** JSON Schema keywords of the DTO of this name, if it was decorated. */
export const fieldsGiven = (dto: string): object | undefined => said.get(dto);
