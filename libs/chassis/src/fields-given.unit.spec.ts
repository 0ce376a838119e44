import { AtLeastOneOf, ExactlyOneOf, fieldsGiven, NeededUnless } from './fields-given.js';

describe('fields that depend on each other, in the OpenAPI document', () => {
  it('says which are needed', () => {
    @ExactlyOneOf('until', 'duration')
    class Wish {}
    @AtLeastOneOf('text')
    class Said {}
    @NeededUnless('meeting', 'form', ['office'])
    class Opinion {}
    expect(fieldsGiven(Wish.name)).toEqual({ oneOf: [{ required: ['until'] }, { required: ['duration'] }] });
    expect(fieldsGiven(Said.name)).toEqual({ anyOf: [{ required: ['text'] }] });
    expect(fieldsGiven(Opinion.name)).toEqual({
      anyOf: [{ required: ['meeting'] }, { properties: { form: { enum: ['office'] } } }],
    });
    expect(fieldsGiven('Other')).toBeUndefined();
  });
});
