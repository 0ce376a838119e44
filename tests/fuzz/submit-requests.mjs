const COUNT = 12;

/** Requests in several states, so that the generated acts meet some that they fit. Resolves with their ids. */
export async function submitRequests({ baseUrl, tokens, sampleBlock }) {
  const [{ code: areaCode }] = sampleBlock;
  const call = async (path, token, body, headers = {}) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return { body: await response.json(), etag: response.headers.get('etag') };
  };
  const act = async (id, name, body, ifMatch) =>
    (await call(`/v1/requests/${id}/assignment/${name}`, tokens.admin, body, { 'if-match': ifMatch })).etag;
  const ids = [];
  for (let n = 0; n < COUNT; n += 1) {
    const text = `第 ${n} 件:楼道堆放杂物,请清理`;
    const { body } = await call('/v1/requests', tokens.resident, { channel: 'app', areaCode, text });
    ids.push(body.id);
  }
  for (const [n, id] of ids.entries()) {
    if (n % 3 === 0) continue;
    const etag = await assigned(() => call(`/v1/requests/${id}`, tokens.admin));
    const accepted = await act(id, 'accept', {}, etag);
    if (n % 3 === 2) await act(id, 'resolve', { text: '已清理' }, accepted);
  }
  return ids;
}

async function assigned(read) {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const { body, etag } = await read();
    if (body.state === 'assigned') return etag;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('a request was not assigned within 20 s');
}
