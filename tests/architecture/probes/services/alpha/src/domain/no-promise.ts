export async function later(): Promise<number> {
  return 1;
}
