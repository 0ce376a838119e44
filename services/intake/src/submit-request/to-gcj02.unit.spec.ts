import { toGcj02 } from './to-gcj02.js';

describe('coordinates', () => {
  it('from satellites are moved to the datum of maps in China, some hundred metres', () => {
    const { lat, lon } = toGcj02({ lat: 31.2304, lon: 121.4737 });
    expect(lat).toBeCloseTo(31.2285, 3);
    expect(lon).toBeCloseTo(121.4782, 3);
  });

  it('of that datum stay, and so do those outside China', () => {
    expect(toGcj02({ lat: 31.2304, lon: 121.4737, crs: 'GCJ02' })).toEqual({ lat: 31.2304, lon: 121.4737 });
    expect(toGcj02({ lat: 48.8566, lon: 2.3522 })).toEqual({ lat: 48.8566, lon: 2.3522 });
  });
});
