export interface Holding {
  readonly number: number;
  readonly level: string;
  readonly areaCode: string;
  readonly office: string;
  readonly officer: string;
  readonly openedAt: number;
}

export interface OfficerDeed {
  readonly by: 'officer';
  readonly id: string;
  /** The assignment it was planned for; null: done by whoever holds the request then. */
  readonly number: number | null;
  readonly act: 'accept' | 'resolve' | 'help';
}

export interface ResidentDeed {
  readonly by: 'resident';
  readonly id: string;
  readonly act: 'confirm' | 'dispute';
  readonly rating: number;
}

export type Deed = OfficerDeed | ResidentDeed;
