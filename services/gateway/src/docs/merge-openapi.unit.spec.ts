import { mergeOpenApi } from './merge-openapi.js';

const part = (name: string, path: string, schema: object) => ({
  name,
  document: {
    paths: { [path]: { get: { responses: { 200: { $ref: '#/components/schemas/Page' } } } } },
    components: { schemas: { Page: schema } },
  },
});

describe('one document of several', () => {
  it('keeps equal schemas once and renames those that differ', () => {
    const merged = mergeOpenApi({ openapi: '3.1.0' }, [
      part('intake', '/a', { type: 'object' }),
      part('ledger', '/b', { type: 'object' }),
      part('triage', '/c', { type: 'array' }),
    ]) as any;
    expect(Object.keys(merged.components.schemas)).toEqual(['Page', 'TriagePage']);
    expect(merged.paths['/c'].get.responses[200].$ref).toBe('#/components/schemas/TriagePage');
  });

  it('refuses a route that two services claim', () => {
    expect(() => mergeOpenApi({}, [part('intake', '/a', {}), part('ledger', '/a', {})])).toThrow(
      /claimed twice/,
    );
  });

  it('puts the service into the path of its dead letters', () => {
    const merged = mergeOpenApi({}, [part('intake', '/v1/dead-letters/{id}', {})]) as any;
    expect(Object.keys(merged.paths)).toEqual(['/v1/dead-letters/intake/{id}']);
  });
});
