export class Holder {
  readonly level = 'village';
}
