const HEADER_BYTES = 20;
const TEXT_OID = 25;

/**
 * The value of a parameter `text[]` in PostgreSQL's binary form: number of dimensions, whether any is null, type of the elements,
 * their number, index of the first; then each one's length in bytes and the bytes. As text, which `pg` sends of its own, every quote
 * of every document is escaped by it and read again by PostgreSQL: for sixty states of 3.6 kB nearly half of what sending them costs.
 */
export function textArray(values: readonly string[]): Buffer {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, HEADER_BYTES));
  [1, 0, TEXT_OID, values.length, 1].forEach((word, at) => bytes.writeInt32BE(word, at * 4));
  let at = HEADER_BYTES;
  values.forEach((value, nth) => {
    at = bytes.writeInt32BE(lengths[nth]!, at);
    at += bytes.write(value, at);
  });
  return bytes;
}
