/** Puts generated text between `<!-- begin: name -->` and `<!-- end: name -->` of a page that people write. */
export function putBetweenMarkers(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the markers of ${name} are missing`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
