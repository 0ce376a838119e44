/** Where the process stands; `/readyz` and the shutdown ask it. */
export class Lifecycle {
  draining = false;
}
