export const watchStyle = `
:root{--ink:#14232d;--soft:#5b6f79;--line:#d5dedb;--paper:#f4f7f6;--card:#fff;--go:#0b7a63;--late:#c5402a;--warm:#e9a23b}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper)}
header{display:flex;gap:1.5rem;align-items:center;padding:.9rem 1.4rem;background:var(--card);border-bottom:1px solid var(--line);flex-wrap:wrap}
h1{font-size:1.35rem;margin:0}h1 small{font-weight:400;color:var(--soft);font-size:.9rem;margin-left:.4rem}
nav{display:flex;gap:.4rem;flex:1}button{font:inherit;border:1px solid var(--line);background:var(--paper);border-radius:6px;padding:.25rem .8rem;cursor:pointer;color:var(--ink)}
button[aria-selected=true]{background:var(--go);border-color:var(--go);color:#fff}
.time{display:flex;gap:.7rem;align-items:center;font-variant-numeric:tabular-nums;color:var(--soft)}
#live{width:.65rem;height:.65rem;border-radius:50%;background:var(--go)}#live.off{background:var(--late)}
#totals{display:flex;gap:2.2rem;padding:.8rem 1.4rem}#totals b{display:block;font-size:1.6rem;line-height:1.1;font-variant-numeric:tabular-nums}#totals span{color:var(--soft)}#totals .late b{color:var(--late)}
main{display:grid;grid-template-columns:1fr 21rem;gap:1.2rem;padding:0 1.4rem 2rem}@media(max-width:60rem){main{grid-template-columns:1fr}}
.level{display:grid;grid-template-columns:9.5rem 1fr;background:var(--card);border:1px solid var(--line);border-radius:10px;margin-bottom:.7rem;min-height:6.1rem;overflow:hidden}
.level.beyond{border-style:dashed}.level>div:first-child{padding:.8rem 1rem;border-right:1px solid var(--line);background:#fbfcfc}
.level h2{font-size:1.05rem;margin:0}.level p{margin:.15rem 0 0;color:var(--soft)}.level p b{color:var(--ink);font-size:1.25rem;font-variant-numeric:tabular-nums}.level p.late b{color:var(--late)}
.held{display:flex;flex-wrap:wrap;gap:.35rem;padding:.7rem;align-content:flex-start}
.held i{font-style:normal;font-size:.78rem;padding:.15rem .5rem;border-radius:999px;background:#e3efec;color:#0a5a49;font-variant-numeric:tabular-nums;white-space:nowrap}
.held i.late{background:#fbe3de;color:#9a2b18}.held i.resolved{background:#e8edf7;color:#2d4a86}.held i.new{animation:arrive 1.4s ease-out}
@keyframes arrive{from{transform:translateY(2.4rem) scale(1.15);background:var(--warm);color:#fff;opacity:.2}}
aside{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;align-self:start}aside h2{font-size:1rem;margin:0 0 .4rem}
ol{list-style:none;margin:0;padding:0}li{padding:.38rem 0;border-top:1px solid var(--line);font-size:.86rem}li:first-child{border:0}li time{color:var(--soft);margin-right:.4rem;font-variant-numeric:tabular-nums}li b{font-weight:600;font-variant-numeric:tabular-nums}li.up{color:#8a4b00}li.end{color:var(--go)}
`;
