/** The first ```sh block after the text. @throws Error where there is none */
export function shellBlockAfter(text: string, page: string): string {
  const at = page.indexOf(text);
  const block = at < 0 ? null : /```sh\n([\s\S]*?)```/.exec(page.slice(at));
  if (!block) throw new Error(`no shell block after "${text}"`);
  return block[1]!;
}
