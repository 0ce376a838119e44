import gcoord from 'gcoord';
import type { LocationDto } from './submission.dto.js';

type Position = [lon: number, lat: number];

// The package is CommonJS with the types of an ES module: its default export is the module itself.
const { transform, WGS84, GCJ02 } = gcoord as unknown as {
  readonly WGS84: string;
  readonly GCJ02: string;
  transform(position: Position, from: string, to: string): Position;
};

/** Coordinates in the datum of maps in China; seven decimals are a centimetre. */
export function toGcj02({ lat, lon, crs }: LocationDto): { lat: number; lon: number } {
  if (crs === 'GCJ02') return { lat, lon };
  const [east, north] = transform([lon, lat], WGS84, GCJ02);
  return { lat: rounded(north), lon: rounded(east) };
}

const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
