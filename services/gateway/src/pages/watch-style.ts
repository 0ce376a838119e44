export const watchStyle = `
:root{--ink:#12232e;--soft:#5c707b;--line:#dbe3e1;--paper:#f3f6f5;--card:#fff;--go:#0b7a63;--late:#c23a25;--warm:#f2a93b;--up:#9a5b00}
*{box-sizing:border-box}html,body{height:100%}
body{margin:0;display:flex;flex-direction:column;font:14px/1.45 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper);font-variant-numeric:tabular-nums}
h1,h2,h3,p,ol{margin:0;padding:0}b{font-weight:650}
header{display:flex;gap:1.4rem;align-items:center;padding:.6rem 1.3rem;background:#0d3b34;color:#fff;flex-wrap:wrap}
h1{font-size:1.3rem;letter-spacing:.05em}h1 small{font-weight:400;opacity:.75;font-size:.85rem;letter-spacing:0;margin-left:.5rem}
nav{display:flex;gap:.35rem;flex:1}
button{font:inherit;border:1px solid #ffffff40;background:none;border-radius:6px;padding:.18rem .8rem;cursor:pointer;color:#fff}
button[aria-selected=true]{background:#fff;color:#0d3b34;border-color:#fff;font-weight:600}button:focus-visible{outline:2px solid var(--warm);outline-offset:2px}
.time{display:flex;gap:.7rem;align-items:center}#mode{opacity:.75;font-size:.85rem}#now{font-size:1.15rem;font-weight:600;min-width:11rem;text-align:right}
#live{font-size:.85rem;padding-left:1rem;position:relative}#live:before{content:"";position:absolute;left:0;top:.35em;width:.6rem;height:.6rem;border-radius:50%;background:#4fd6a8}#live.off:before{background:#ff8a73}
#totals{display:flex;gap:.7rem;padding:.8rem 1.3rem .1rem}
#totals div{flex:1;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.45rem .9rem;display:flex;align-items:baseline;gap:.55rem}
#totals b{font-size:1.75rem;line-height:1.15}#totals span{color:var(--soft)}#totals .late b{color:var(--late)}#totals .up b{color:var(--up)}#totals .end b{color:var(--go)}
main{flex:1;min-height:0;display:grid;grid-template-columns:1fr 19.5rem;gap:1rem;padding:.8rem 1.3rem .4rem}
#board{position:relative;display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1rem;min-height:0}
article{display:flex;flex-direction:column;gap:.45rem;min-height:0;min-width:0}
h2{font-size:1.05rem;display:flex;align-items:baseline;gap:.7rem}h2 small{font-weight:400;color:var(--soft);font-size:.82rem}
.rung{flex:1 0 auto;min-height:5.4rem;display:grid;grid-template-columns:9rem 1fr;background:var(--card);border:1px solid var(--line);border-left:5px solid color-mix(in srgb,#8fd3bf,#0a4a3f calc(var(--height)*100%));border-radius:9px;margin-left:calc(var(--height)*2.2rem);margin-right:calc((1 - var(--height))*2.2rem)}
.rung.beyond{border-style:dashed;border-left:5px solid var(--warm);background:#fffdf8}
.name{padding:.55rem .7rem;border-right:1px solid var(--line)}
h3{font-size:.98rem;line-height:1.25}h3 small{display:block;font-weight:400;font-size:.75rem;color:var(--up)}
.name p{display:flex;flex-wrap:wrap;gap:0 .6rem;color:var(--soft);font-size:.82rem;margin-top:.15rem;align-items:baseline}.name p b{color:var(--ink);font-size:1.15rem}.name .late,.name .late b{color:var(--late)}.name .up{color:var(--up)}
.held{display:flex;flex-wrap:wrap;gap:.3rem;padding:.5rem .6rem;align-content:flex-start;min-width:0}
i{font-style:normal;font-size:.76rem;line-height:1.3;padding:.14rem .5rem;border-radius:6px;background:#e2f0ec;color:#0b5546;white-space:nowrap;border:1px solid transparent;cursor:default;display:inline-flex;gap:.3rem}i span{max-width:6.2rem;overflow:hidden;text-overflow:ellipsis}
i b{font-weight:600}s{text-decoration:none;font-weight:650;color:var(--up)}i.late s{color:#ffe2b0}
i.urgent{border-color:var(--warm)}i.late{background:#c23a25;color:#fff}em{font-style:normal;font-size:.78rem;color:var(--soft);padding:.14rem .2rem}
.door{display:flex;gap:.45rem;align-items:center;min-height:2rem;margin-right:2.2rem;padding:.2rem .75rem;border:1px dashed var(--line);border-radius:9px;color:var(--soft);font-size:.82rem;overflow:hidden}.door b{color:var(--ink)}.door i{background:#e8ecf4;color:#34486f}
aside{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.7rem .9rem;min-height:0;display:flex;flex-direction:column}
ol{list-style:none;overflow:auto;flex:1 1 0;min-height:12rem;margin-top:.3rem}
li{padding:.42rem 0 .42rem .6rem;border-top:1px solid var(--line);border-left:3px solid transparent;font-size:.82rem;line-height:1.35}li:first-child{border-top-color:transparent}
li.up{border-left-color:var(--warm)}li.end{border-left-color:var(--go)}
li>div{display:flex;gap:.5rem;align-items:baseline}li time{color:var(--soft)}mark{background:#eef2f1;color:var(--soft);border-radius:4px;padding:0 .35rem;margin-left:auto;font-size:.75rem}
li.up mark{background:#fdf0d9;color:var(--up)}li.end mark{background:#dff1ec;color:var(--go)}.path{font-weight:600}li p{color:var(--soft)}
footer{display:flex;gap:.45rem;align-items:center;padding:.2rem 1.3rem .7rem;color:var(--soft);font-size:.8rem}.key{width:1.3rem;height:.85rem;border-radius:4px;background:#e2f0ec;border:1px solid transparent;margin-left:.6rem}.key:first-child{margin-left:0}.key.late{background:var(--late)}.key.urgent{border-color:var(--warm)}footer span:last-child{margin-left:auto}
@media(max-width:70rem){html,body{height:auto}main{grid-template-columns:1fr}ol{max-height:24rem}}
@media(max-width:34rem){#totals{flex-wrap:wrap}#board{grid-template-columns:1fr}.rung{margin:0;grid-template-columns:6.5rem 1fr}}
`;
