import { findJurisdiction } from './find-jurisdiction.js';

const CITY = { code: '310106', name: '静安区', profile: 'shanghai' };
const COUNTY = { code: '360323', name: '芦溪县', profile: 'luxi' };
const find = (where: object) =>
  findJurisdiction([CITY, COUNTY], {
    areaCode: null,
    stated: null,
    ofToken: null,
    address: null,
    ...where,
  });

describe('whose practice a request follows', () => {
  it('the area decides, whatever else is said', () => {
    expect(find({ areaCode: '360323100', stated: '310106', ofToken: '310106' })).toBe(COUNTY);
  });

  it('an area of nobody is refused, and so is a jurisdiction of nobody', () => {
    expect(find({ areaCode: '110101' })).toEqual({ fault: 'unknown_area' });
    expect(find({ areaCode: '36' })).toEqual({ fault: 'unknown_area' });
    expect(find({ stated: '110101' })).toEqual({ fault: 'unknown_jurisdiction' });
  });

  it('then what is stated, the token, the address, the first', () => {
    expect(find({ stated: '360323', ofToken: '310106' })).toBe(COUNTY);
    expect(find({ ofToken: '360323', address: '静安区某路 1 号' })).toBe(COUNTY);
    expect(find({ address: '芦溪县某镇某村' })).toBe(COUNTY);
    expect(find({ address: '某路 1 号' })).toBe(CITY);
  });
});
