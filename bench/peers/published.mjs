/** Figures somebody published, not run here. */
export async function run({ options }) {
  return options.figures;
}
