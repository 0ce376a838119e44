/** Most calls in a minute; 0: as many as there are. */
export interface RateLimits {
  /** From one address, as long as no valid token comes with the call. */
  readonly address: number;
  /** By one resident. */
  readonly resident: number;
  /** By one member of staff, or one program with a staff token. */
  readonly staff: number;
  /** Requests of residents that leave the same phone, in an hour: each sends notices to it. */
  readonly phone: number;
}

const DEFAULTS: RateLimits = { address: 600, resident: 300, staff: 3_000, phone: 20 };

/** From RATE_LIMITS, e.g. `address=600,resident=300`; what is not named keeps its default. */
export function readRateLimits(text: string | undefined, faults: string[]): RateLimits {
  const given = (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => /^(address|resident|staff|phone)=(\d{1,9})$/.exec(one));
  if (given.includes(null))
    faults.push(
      `RATE_LIMITS must be like ${Object.entries(DEFAULTS)
        .map((pair) => pair.join('='))
        .join(',')}`,
    );
  return {
    ...DEFAULTS,
    ...Object.fromEntries(given.flatMap((one) => (one ? [[one[1], Number(one[2])]] : []))),
  };
}
