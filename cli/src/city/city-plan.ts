/**
 * The demo city: two jurisdictions cut to a few neighbourhoods. Codes of counties are the official ones; what lies below
 * is schematic, and people are invented (numbers of the range 1990000xxxx are given to nobody).
 */
export interface PlannedArea {
  readonly name: string;
  /** Digits behind the code of the area around it. */
  readonly code: string;
  readonly aliases?: readonly string[];
  readonly at?: readonly [lat: number, lon: number];
  readonly inside?: readonly PlannedArea[];
}

export interface PlannedJurisdiction extends PlannedArea {
  readonly profile: string;
}

const blocks = (names: readonly string[]): PlannedArea[] =>
  names.map((name, i) => ({ name, code: String(i + 1).padStart(3, '0') }));

const village = (
  code: string,
  name: string,
  at: [number, number],
  names: string[] = ['一块区', '二块区', '三块区'],
) => ({
  name: `${name}居委会`,
  code,
  aliases: [name],
  at,
  inside: blocks(names.map((n) => `${name}${n}`)),
});

export const CITY: readonly PlannedJurisdiction[] = [
  {
    name: '静安区',
    code: '310106',
    profile: 'shanghai',
    at: [31.2286, 121.4483],
    inside: [
      {
        name: '石门二路街道',
        code: '011',
        at: [31.2403, 121.4641],
        inside: [
          village('001', '祥福', [31.2412, 121.4633]),
          village('002', '奉贤', [31.2381, 121.4622]),
          village('003', '恒丰', [31.2437, 121.4659]),
        ],
      },
      {
        name: '静安寺街道',
        code: '013',
        at: [31.2249, 121.4466],
        inside: [
          village('001', '百乐', [31.2262, 121.4451]),
          village('002', '愚谷邨', [31.2239, 121.4427]),
          village('003', '景华', [31.2218, 121.4489]),
        ],
      },
      {
        name: '临汾路街道',
        code: '021',
        at: [31.3089, 121.4562],
        inside: [
          village('001', '临汾路375弄', [31.3078, 121.4549]),
          village('002', '阳曲路', [31.3101, 121.4587]),
          village('003', '汾西路', [31.3063, 121.4571]),
        ],
      },
    ],
  },
  {
    name: '芦溪县',
    code: '360323',
    profile: 'luxi',
    at: [27.6339, 114.0412],
    inside: [
      {
        name: '芦溪镇',
        code: '100',
        at: [27.6312, 114.0379],
        inside: [
          { name: '日江社区', code: '001', at: [27.6331, 114.0391] },
          { name: '江霞村', code: '201', at: [27.6279, 114.0312] },
          { name: '高楼村', code: '202', at: [27.6402, 114.0459] },
        ],
      },
      {
        name: '上埠镇',
        code: '102',
        at: [27.6147, 113.9736],
        inside: [
          { name: '鸭塘村', code: '201', at: [27.6163, 113.9702] },
          { name: '涣山村', code: '202', at: [27.6091, 113.9811] },
          { name: '茶垣村', code: '203', at: [27.6218, 113.9664] },
        ],
      },
      {
        name: '宣风镇',
        code: '101',
        at: [27.6689, 114.1127],
        inside: [
          { name: '竹垣村', code: '201', at: [27.6712, 114.1098] },
          { name: '京口村', code: '202', at: [27.6641, 114.1189] },
          { name: '沂源村', code: '203', at: [27.6733, 114.1202] },
        ],
      },
    ],
  },
];
