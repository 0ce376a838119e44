import { roles } from '#chassis/principal.js';
import { at, type Edge, inTurn } from './edge.js';
import { exampleOf, type OpenApi, type Operation, resolved, type Schema, takesJson } from './operations.js';

/** What nobody may set from outside, and what no operation knows. */
const SMUGGLED = { areaId: '310106', status: 'closed', state: 'closed', role: 'admin', requesterId: 'x' };

export function row04(edge: () => Edge): void {
  describe('row 4: answers hold what is listed, and bodies nothing else', () => {
    it('the fields that an answer may have, as they are listed', () => {
      const listed = edge()
        .operations.filter(({ answer }) => answer !== null)
        .map(({ name, answer }) => [name, fieldsOf(answer!, edge().document).toSorted().join(' ')]);
      expect(Object.fromEntries(listed)).toMatchSnapshot();
    });

    it.each(roles)('%s reads nothing beside them', async (role) => {
      const operations = readable(role);
      expect(operations.length).toBeGreaterThan(8);
      const beside = await inTurn(operations, 8, async (operation) => {
        const { status, body } = await readAs(operation, role);
        expect([operation.name, role, status]).toEqual([operation.name, role, 200]);
        return fieldsBeside(body, operation.answer!, edge().document).map(
          (path) => `${operation.name} ${path}`,
        );
      });
      expect([...new Set(beside.flat())]).toEqual([]);
    });

    it('a field that is not listed is refused by every operation, and named', async () => {
      const taking = edge().operations.filter(takesJson);
      expect(taking.length).toBeGreaterThan(25);
      const wrong = await inTurn(taking, 8, async (operation) => {
        const example = exampleOf(operation.body!.schema, edge().document) as object;
        const path = at(operation.path, { id: edge().held.id, code: '310106' });
        const answers = await Promise.all(
          Object.entries(SMUGGLED)
            .filter(
              ([name]) => !(name in (resolved(operation.body!.schema, edge().document).properties ?? {})),
            )
            .map(async ([name, value]) => {
              const { status, body } = await edge().call(operation.method, path, {
                as: edge().near.admin,
                body: { ...example, [name]: value },
                headers: { 'if-match': edge().held.etag },
              });
              const named = body?.errors?.some((one: { pointer: string }) => one.pointer === `/${name}`);
              return status === 400 && named ? [] : [`${operation.name} ${name}: ${status} ${body?.code}`];
            }),
        );
        return answers.flat();
      });
      expect(wrong.flat()).toEqual([]);
    });

    /** What the role may read without an id, or with that of the request or of an entry of the registry. */
    function readable(role: (typeof roles)[number]): Operation[] {
      return edge().operations.filter(
        ({ method, path, access, answer }) =>
          method === 'GET' &&
          answer !== null &&
          (access === 'public' || access.includes(role)) &&
          (!path.includes('{') || /^\/v1\/(requests|registry|tracking)\//.test(path)),
      );
    }

    async function readAs(operation: Operation, role: (typeof roles)[number]) {
      const { area, office, sub } = edge().near.officer;
      const code = operation.path.includes('/areas/') ? area! : office!;
      const id = operation.path.includes('/officers/') ? sub : edge().held.id;
      const query = operation.path.includes('/tracking/') ? '?phoneLast4=5678' : '';
      return edge().call(
        operation.method,
        at(operation.path, { id, code, number: edge().held.number }) + query,
        { as: edge().near[role] },
      );
    }
  });
}

/** `items[].office.code`; an object that is described as open is one on purpose and ends in `.*`. */
function fieldsOf(given: Schema, document: OpenApi, path = ''): string[] {
  const forms = formsOf(given, document);
  if (forms.some((form) => form.additionalProperties)) return [`${path}.*`];
  const inner = forms.flatMap((form) => [
    ...(form.items ? fieldsOf(form.items, document, `${path}[]`) : []),
    ...Object.entries(form.properties ?? {}).flatMap(([name, one]) =>
      fieldsOf(one, document, path ? `${path}.${name}` : name),
    ),
  ]);
  return inner.length > 0 ? [...new Set(inner)] : [path];
}

function formsOf(given: Schema, document: OpenApi): Schema[] {
  const schema = resolved(given, document);
  const others = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...others.flatMap((one) => formsOf(one, document))];
}

/** Fields of the answer that the document does not know. */
function fieldsBeside(value: unknown, given: Schema, document: OpenApi, path = ''): string[] {
  const forms = formsOf(given, document);
  if (forms.some((form) => form.additionalProperties)) return [];
  if (Array.isArray(value)) {
    const items = forms.find((form) => form.items)?.items ?? {};
    return value.flatMap((one) => fieldsBeside(one, items, document, `${path}[]`));
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = forms.map((form) => form.properties?.[name]).find((one) => one !== undefined);
    const here = path ? `${path}.${name}` : name;
    return known ? fieldsBeside(inner, known, document, here) : [here];
  });
}
