import type { Place } from './context.js';
import type { Area, RegistrySnapshot } from './registry.js';

export interface FoundArea {
  readonly areaCode: string;
  readonly known: boolean;
  /** How it was found: `code`, `code_ancestor`, `address`, `text`, `nearest` or `area_unknown`. */
  readonly how: string;
}

const NEAREST_WITHIN_KM = 5;
const EARTH_KM = 6371;

/**
 * The area a request belongs to: the code it came with (or the nearest ancestor the registry knows), else the longest
 * name of an area in the address, then in the text, else the nearest area within 5 km, else the jurisdiction's root.
 */
export function findArea(
  registry: RegistrySnapshot,
  jurisdiction: string,
  areaCode: string | null,
  place: Place | null,
): FoundArea {
  if (areaCode !== null) {
    const known = nearestKnown(registry, jurisdiction, areaCode);
    if (known !== null) return found(known, known === areaCode ? 'code' : 'code_ancestor');
  }
  if (place) {
    const areas = [...registry.areas.values()].filter((area) => area.code.startsWith(jurisdiction));
    const inAddress = place.address && namedIn(areas, place.address);
    if (inAddress) return found(inAddress.code, 'address');
    const inText = namedIn(areas, place.text);
    if (inText) return found(inText.code, 'text');
    const near = place.location && nearest(areas, place.location);
    if (near) return found(near.code, 'nearest');
  }
  return { areaCode: jurisdiction, known: false, how: 'area_unknown' };
}

const found = (areaCode: string, how: string): FoundArea => ({ areaCode, known: true, how });

function nearestKnown(registry: RegistrySnapshot, jurisdiction: string, code: string): string | null {
  for (let length = code.length; length >= jurisdiction.length; length -= 1) {
    const ancestor = code.slice(0, length);
    if (registry.areas.has(ancestor) && ancestor.startsWith(jurisdiction)) return ancestor;
  }
  return null;
}

/** The longest name wins; of equals the finer area, then the lower code. Names of one sign would match by chance. */
function namedIn(areas: readonly Area[], text: string): Area | null {
  let best: { area: Area; length: number } | null = null;
  for (const area of areas)
    for (const name of [area.name, ...area.aliases]) {
      if (name.length < 2 || !text.includes(name)) continue;
      const better =
        !best ||
        name.length > best.length ||
        (name.length === best.length &&
          (area.code.length > best.area.code.length ||
            (area.code.length === best.area.code.length && area.code < best.area.code)));
      if (better) best = { area, length: name.length };
    }
  return best?.area ?? null;
}

function nearest(areas: readonly Area[], at: { lat: number; lon: number }): Area | null {
  let best: { area: Area; km: number } | null = null;
  for (const area of areas) {
    if (area.lat === null || area.lon === null) continue;
    const km = haversineKm(at, { lat: area.lat, lon: area.lon });
    if (km > NEAREST_WITHIN_KM) continue;
    if (!best || km < best.km || (km === best.km && area.code.length > best.area.code.length))
      best = { area, km };
  }
  return best?.area ?? null;
}

export function haversineKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const half = (from: number, to: number) => Math.sin(((to - from) * rad) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(a.lon, b.lon);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
